"""What is sent to Elasticsearch: JSON with vectors as the server takes them."""

from __future__ import annotations

import json
import struct
from base64 import b64decode

import numpy as np
import pytest

from council.engines import elastic_json

VECTOR = np.array([0.25, -1.0, 0.1], dtype=np.float32)


def test_a_vector_is_packed_as_its_floats_the_highest_byte_first() -> None:
    packed = json.loads(elastic_json.written({"vector": VECTOR}, packing=True))["vector"]
    assert struct.unpack(">3f", b64decode(packed)) == tuple(VECTOR.tolist())


def test_a_vector_is_a_list_that_gives_the_same_floats_for_servers_that_take_no_packed_ones() -> None:
    listed = json.loads(elastic_json.written({"vector": VECTOR}))["vector"]
    assert np.array_equal(np.asarray(listed, dtype=np.float32), VECTOR)


def test_letters_are_sent_as_they_are_and_read_back() -> None:
    sent = elastic_json.written({"text": "Nämnden för å, ä och ö"})
    assert "Nämnden för å, ä och ö".encode() in sent
    assert elastic_json.read(sent) == {"text": "Nämnden för å, ä och ö"}


@pytest.mark.parametrize("value", [object(), {"a": {1, 2}}], ids=["object", "set"])
def test_what_json_cannot_hold_is_an_error(value: object) -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        elastic_json.written(value)
