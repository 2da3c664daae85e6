"""Plan, store, workers, progress and ledger of a build."""
