"""What a person must do this month, by when, and how much is left: the tasks of the home page."""
