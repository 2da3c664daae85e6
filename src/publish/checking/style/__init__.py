"""The house's style: what rules can say of spelling, words and figures in prose."""
