"""Sphinx configuration of the Clausebook site."""

project = "Clausebook"
extensions = ["myst_parser", "sphinx_design", "clausebook"]
