"""Vietnamese formats where Django's own are not what an office writes."""
