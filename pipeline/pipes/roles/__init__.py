"""Who leads, who coordinates, and from where it is inherited."""
