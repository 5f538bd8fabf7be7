"""Public recordings of the real service, and a simulator put into the state that each of them implies."""
