"""What the screens are made of: plain values in, lines of text out. Nothing here knows the store or the recorder."""
