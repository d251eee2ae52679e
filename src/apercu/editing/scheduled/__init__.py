"""What has a date, what failed at its date and why, when it was last looked after: one screen of the desk."""
