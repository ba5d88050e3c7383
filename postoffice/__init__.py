"""The foundation and the roof of the portal."""
