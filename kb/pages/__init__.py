"""The pages of the reports: what the base holds and what was found in it, as views."""
