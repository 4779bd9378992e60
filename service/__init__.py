"""Questions become cited answers; the only place that wires the parts together."""
