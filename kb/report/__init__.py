"""From a notebook to a PDF: which reports, how they run, how their pages are set."""
