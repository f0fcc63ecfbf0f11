"""What follows from the records: days, practice, pain, levels, adherence, numbers."""
