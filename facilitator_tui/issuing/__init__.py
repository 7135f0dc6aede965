"""From verdicts to an issuer: awards, pre-flight, what was issued before, and sending. No SQL, no screen."""
