"""Many runs: models, scenarios, readings and draws, on as many processors as there are."""
