"""Search over the claims and passages of a channel."""
