"""What people and programs are shown: texts, menus, charts and exported objects."""
