"""Proofs and signatures: SRP, and the keys and signatures of tokens."""
