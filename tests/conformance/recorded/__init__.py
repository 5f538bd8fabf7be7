"""Public recordings of the real service, and the state of the simulator that each of them implies."""
