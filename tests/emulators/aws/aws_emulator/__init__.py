"""An emulator of AWS for the resources of this project's stack, on top of moto."""
