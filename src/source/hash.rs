//! SHA-256 as people compare it: in hexadecimal, as `sha256sum` prints it.

use sha2::{Digest, Sha256};

/// A SHA-256 over bytes that come piece by piece.
#[derive(Clone, Debug, Default)]
pub struct Hash(Sha256);

impl Hash {
    /// Adds bytes.
    pub fn add(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.update(bytes);
    }

    /// The hash of all bytes so far, in hexadecimal.
    pub fn hex(&self) -> String {
        self.0.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The hash of `bytes`, in hexadecimal.
    pub fn of(bytes: impl AsRef<[u8]>) -> String {
        let mut hash = Self::default();
        hash.add(bytes);
        hash.hex()
    }
}
