"""The API and the pages. The only place that knows HTTP."""
