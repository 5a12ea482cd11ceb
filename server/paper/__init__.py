"""What the law wants on paper: proofs of erasure, the filing counter, the impact assessment, the sign, receipts."""
