"""The access matrix: who may call which address, where, how. Expected answers are written by hand."""
