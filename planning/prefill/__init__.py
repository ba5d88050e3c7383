"""What another system knows of a month: its table read, its codes matched, its money accounted for."""
