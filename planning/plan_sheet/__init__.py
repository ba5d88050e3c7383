"""What the plan pages show; it reads and writes nothing."""
