"""A list of two sections, enough for papers to be told apart by them."""

LIST = """# Awesome Spiking Networks

## Training

- Surrogate Gradient Learning in Spiking Neural Networks (ICML 2021)
- Backpropagation for Training Spiking Neural Networks (NeurIPS 2020)
- Direct Training of Deep Spiking Neural Networks (AAAI 2021)

## Transformers

- Spikformer: When Spiking Neural Network Meets Transformer (ICLR 2023)
- Spike-driven Transformer (NeurIPS 2023)
- Masked Spiking Transformer (ICCV 2023)
"""
