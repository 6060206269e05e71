"""What templates say besides Django's own tags."""
