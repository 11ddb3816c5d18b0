"""What a story holds that may answer: its sentences, its claims, and whom a question means."""
