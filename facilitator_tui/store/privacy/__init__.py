"""Personal data in the store: who somebody is in it, what is held about them, and taking it away."""
