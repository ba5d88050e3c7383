"""Benchmarks anyone can run: `.venv/bin/python -m bench`. Figures are ratios within one run."""
