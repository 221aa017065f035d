"""What can be wrong in one file: a module for each family, a short function for each rule."""
