"""The report as one HTML page: values in, text out; charts are inline SVG. No files, no script, no request."""
