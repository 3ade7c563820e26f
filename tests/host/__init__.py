"""The laptop tool, its log, its reports and its exports."""
