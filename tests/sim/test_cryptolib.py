# SPDX-License-Identifier: MIT
"""The simulated `cryptolib`: AES, as the standards have it."""

import pytest

# FIPS-197 appendix C.1 and C.3.
PLAIN = "00112233445566778899aabbccddeeff"


AES_ECB = [
    ("000102030405060708090a0b0c0d0e0f", "69c4e0d86a7b0430d8cdb78070b4c55a"),
    (
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "8ea2b7ca516745bfeafc49904b496089",
    ),
]


@pytest.mark.parametrize(("key", "cipher"), AES_ECB, ids=["AES-128", "AES-256"])
def test_aes_ecb(play, key, cipher):
    source = f"""
from binascii import unhexlify as x
from cryptolib import aes
print(aes(x("{key}"), 1).encrypt(x("{PLAIN}")).hex())
out = bytearray(16)
aes(x("{key}"), 1).decrypt(x("{cipher}"), out)
print(out.hex())
"""
    assert play(source).printed.split() == [cipher, PLAIN]


def test_aes_cbc_goes_on_where_it_stopped(play):
    # NIST SP 800-38A, F.2.1
    source = """
from binascii import unhexlify as x
from cryptolib import aes
key = x("2b7e151628aed2a6abf7158809cf4f3c")
iv = x("000102030405060708090a0b0c0d0e0f")
plain = x("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
cbc = aes(key, 2, iv)
cipher = cbc.encrypt(plain[:16]) + cbc.encrypt(plain[16:])
print(cipher.hex())
print(aes(key, 2, iv).decrypt(cipher) == plain)
for wrong in (lambda: cbc.decrypt(cipher), lambda: aes(key, 1).encrypt(b"short"),
              lambda: aes(b"key", 1), lambda: aes(key, 6, iv)):
    try:
        wrong()
    except ValueError:
        print("ValueError")
"""
    assert play(source).printed.split() == [
        "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2",
        "True",
        *["ValueError"] * 4,
    ]
