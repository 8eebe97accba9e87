"""The parts of the page Unggah & verifikasi."""
