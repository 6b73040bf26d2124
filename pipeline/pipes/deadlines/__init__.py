"""By when, or how often: the time expressions of directives."""
