"""Passwords on files: EncryptionInfo streams as Office writes them, and locks of old workbooks.

The streams were made with the passwords VelvetSweatshop (Excel's own default) and another one.
"""

from __future__ import annotations

import hashlib
import struct
from base64 import b85decode
from zlib import decompress

from cases.compound_files import compound

DEFAULT = "VelvetSweatshop"


def _unpacked(*lines: str) -> bytes:
    return decompress(b85decode("".join(lines)))


AGILE_DEFAULT = _unpacked(
    "c-pO$TXUi?6vut&Q$Gch*UlDDi`r4Uh!j-3fu+h@8X~X)!34a0`b}HgYG<c2-",
    "QDv<F6V!4KXOsJDE%yzO3k}n5(^tlSwzwnkgp{m;1m%*N`n@7nBD)V1A*l*^<hj>+yZ;dz+L;Y$uH4;mUAzGE2OLi!aUDzMU",
    "kNpCy-qy5u${VWqyrFB9i4YLRc(Ik|KV%f>+<$>>J)Iyw_g^2o*EP*p^WLO$hz15W+N%_!-",
    "PGXkQB4n*6*Ab0{zv=T3CswaW?+o??PlA4`6z6Xm@6@(o{wkcF>jN)^1Qyc>$L5K}b{2#xYEX#rJtz;Ra#VU)f!{OxN<e5`e",
    "}SH%-",
    "2$5e0RGI+_!g>k_njZM8j?Gq|ZpL~077#)50G!I%WAc)68d|pK_&2hj*_QJ9I*f$f126*2B)>!gPLtWR0T4UlJ)Dhd3yR*Rz",
    "ZXL-qtV}8Q)5Dy^)~4>y7c=5Mj`hZ5psWnjpHo?1TZyq4M8qP9_Q#7TGb|;XK4)+i>zJ>hl)KqF$yK*kNq5S!v)p7;eYd{a&",
    "q<^<;KHN_e_DO;Tr`tSqZbdIU#Qj{8THP50~fVkI2T2$tHxe2oOI^nn~fGo+tYea2g};;V>sIv3L5=0bnUYdH?!OKdU;<3mP",
    "M&XiZth>NY4hofzmlVpX>~?|4Y`FaZjl0%46BHq0wcbQp;>qI~eul_H5=Zru>h>)Z~GBX;$z)ke(K}3ay5=?Ny6xIoUp<{xh",
    "pzhW(@BF^@#vc#jcPgY>G{P91;j8LllW30rCPidxg|AN=6}+75F2sgYjE)w*QImBuo@3CMJ{svfGE{8$<38HAgH7~ul-",
    ")%rQRe3r*x1!B~4;H1{be%YfzO<Uw6$?fe&mLII|8!OC=iY`x_p11hG@db@DfR31opEzxvJdEwj-=C7nMg",
)

AGILE_OTHER = _unpacked(
    "c-pO$%W|SX6oy@7m8YP3OHEL`k(4-tco!8Vh`K{)0fDBa+bBN$bkro8no3n>=B((;`Ood6?{as!U%6ba_VW-",
    "&+zU)ekRTZp9`b;L$VuD)c``7c+dm}05o#mXjuHfAkU;`|*6(ZVQkr4Pyf~(Shzxv6@sl7B$A_^^9^$}B6OydygOkKUvR(%c",
    "6vTYKB7C@lv+ooBhIa_F)>$A)1#A<tPg3_y$oX3#2c|S&XEuePe$O$hvGb-)ZI0LxHG(6ny-",
    ")$%DoUL2W63Tx0?Miv%WUP_#6O=^O5mjOZcc!Gm@1K%qyhC~87M6STy|C84$!ILZ(qa2g=#}RD_%JnU8P(Q!6~Pi9qm}8L1}",
    "JvLYrh}xw0XHwqzYP%ZV%lPPi1}vMPFrLXU}L+@<@_?Z&n<fSC+>-",
    "Ktnc5*|}(&R3~{OeGz*^Ssn+L|buYF0A<|uX%m#@TlNoBk!f77nhP)+>bg(N(#t#d|M63%IH*4bvZUfY;O0j8QjEr%hw9K2f",
    "HzE`^#gjYs-FGEU3y{ANHpWoerCP2~CiIv1`!LBw7XCX+LT$52_lcM|D=lnY0xarQM+YY?{ZZXzG}+#NKti*MlYX_c7e;bGt",
    "P7XXxrTBd+16_j*}hIf4VECObqKDfw3e-",
    "$3aWo=<jz+5aW$%eYt6Nmf;L!<p!9cDx=>_D9`~r<0qR&tS^_D42FxpdP|I)`w}_j@>oRw$t&mbZixek|IT~q<k6nkBXN(v@",
    "qOhGfx<l%Zt9(vmOIYAH~}Zboi#V4(XtYT+MVAq~P;nB8>4iDC*m||M-",
    "l^y4ju&v0hp5Ye8x81Ec4>gw>@&ZrNqCyaXE^lv#%_8rnoJSH_|@l$OPVx{8#RsFo&O(Xq1XVm;ohiu(^7PiWi#biq{k#A)s",
    "7VXWW(2E}~JMg",
)

STANDARD_DEFAULT = _unpacked(
    "c-",
    "muOU}8{VU|{G0Vh{}id}#~}EDa0{K*S)yfB?P>nGDGcMGW~2#Xy|KP{N?V;L4E4kin1$B$F9Z8B%~EK@7nRjzAhD2I4yc)dT",
    "}+XQ0kXh613je1>!&I}ymv0Gp`55CAr{49H6Xno<O`O8{gcBNH<VD;qlpCl@ylFCYKO!yRiq`KA=Oy4;T5VX^I<2vEtsXyKV",
    "o+y=|`3jA>QKOmE^<yFY)kY7Lj{E`+G9FpE?3;_O_E!q",
)

STANDARD_OTHER = _unpacked(
    "c-",
    "muOU}8{VU|{G0Vh{}id}#~}EDa0{K*S)yfB?P>nGDGcMGW~2#Xy|KP{N?V;L4E4kin1$B$F9Z8B%~EK@7nRjzAhD2I4yc)dT",
    "}+XQ0kXh613je1>!&I}ymv0Gp`55CAr{49H6Xno<O`O8{gcBNH<VD;qlpCl@ylFCYJ;JxBlDFg~+=;o)mnbXPpj5CJN=uktY",
    "Qb6nz=1Djt+9u{!jdTakoj@^CBH}23B75vhlr33)1z%m^",
)


def encrypted(info: bytes) -> bytes:
    """An encrypted .xlsx: its lock, and a package that nobody can read."""
    return compound({"EncryptionInfo": info, "EncryptedPackage": bytes(range(256)) * 20})


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def rc4(password: str) -> bytes:
    """FILEPASS of Excel 97 to 2003 ([MS-OFFCRYPTO] 2.3.6)."""
    salt, verifier = bytes(range(16)), bytes(range(50, 66))
    digest = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    digest = hashlib.md5((digest + salt) * 16).digest()[:5]
    key = hashlib.md5(digest + bytes(4)).digest()
    return struct.pack("<3H", 1, 1, 1) + salt + _rc4(key, verifier + hashlib.md5(verifier).digest())


def rc4_api(password: str, bits: int = 128) -> bytes:
    """FILEPASS of Excel 2002 and 2003 with a provider ([MS-OFFCRYPTO] 2.3.5)."""
    salt, verifier = bytes(range(16)), bytes(range(50, 66))
    digest = hashlib.sha1(salt + password.encode("utf-16-le")).digest()
    key = hashlib.sha1(digest + bytes(4)).digest()[: bits // 8]
    key = key.ljust(16, b"\x00") if bits == 40 else key
    secret = _rc4(key, verifier + hashlib.sha1(verifier).digest())
    provider = "Microsoft Enhanced Cryptographic Provider v1.0\0".encode("utf-16-le")
    header = struct.pack("<8I", 4, 0, 0x6801, 0x8004, bits, 1, 0, 0) + provider
    head = struct.pack("<3HII", 1, 2, 2, 4, len(header)) + header
    return head + struct.pack("<I", 16) + salt + secret[:16] + struct.pack("<I", 20) + secret[16:]


def obfuscated(default: bool) -> bytes:
    """FILEPASS of the oldest kind; the verifier of the default password was made with Excel's rule."""
    return struct.pack("<3H", 0, 0x1234, 0x9A0A if default else 0x1111)
