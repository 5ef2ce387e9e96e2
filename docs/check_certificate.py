#!/usr/bin/env python3
"""Checks one certificate of Gapless without Gapless: python3 check_certificate.py ARCHIVE CERTIFICATE

ARCHIVE is a folder (copy the day's trades/, sealed/ and certificates/ from the bucket), CERTIFICATE a file in it.
Needs Python 3.9 and duckdb (pip install duckdb). Prints what is wrong and exits with 1, or prints OK.
"""
import hashlib
import json
import pathlib
import sys

import duckdb

archive, certificate = pathlib.Path(sys.argv[1]), json.loads(pathlib.Path(sys.argv[2]).read_text("utf-8"))
problems = []


def require(holds, sentence):
    if not holds:
        problems.append(sentence)


def check(what, files):
    """Takes count, ids, digest and volume of the rows of these Parquet files."""
    rows = duckdb.execute(
        """SELECT trade_id, trade_id || ',' || price || ',' || quantity || ',' || epoch_us(trade_time) // 1000 || ','
                  || CASE WHEN is_buyer_maker THEN 'true' ELSE 'false' END || chr(10), quantity
           FROM read_parquet(?) ORDER BY trade_id""", [[str(f) for f in files]])
    digest, ids, count, volume = hashlib.sha256(), [], 0, 0
    while piece := rows.fetchmany(50_000):
        for trade_id, line, quantity in piece:
            digest.update(line.encode("ascii"))
            count, volume = count + 1, volume + quantity
            if ids and trade_id == ids[-1][1] + 1:
                ids[-1][1] = trade_id
            else:
                ids.append([trade_id, trade_id])
    require(count == certificate["count"], f"{what}: {count} trades instead of {certificate['count']}")
    require(ids == certificate["ids"], f"{what}: ids {ids[:5]} instead of {certificate['ids'][:5]}")
    require(digest.hexdigest() == certificate["digest"]["rows"], f"{what}: digest {digest.hexdigest()}")
    require(f"{volume:.8f}" == certificate["summary"]["volume"], f"{what}: volume {volume}")


require(certificate["format"] == "gapless.certificate/1", "this script reads format gapless.certificate/1")
known = sorted(certificate["ids"] + [a["ids"] for a in certificate["absent"]] + certificate["elsewhere"])
before, after = certificate["before"], certificate["after"]
expected = before["id"] + (before["kind"] == "neighbour")
for first, last in known:
    require(first == expected, f"ids: {first} follows {expected - 1}")
    expected = last + 1
require(after["kind"] != "neighbour" or after["id"] == expected, f"the ids end before {expected}, not {after.get('id')}")
for sealed in certificate["sealed"]:
    digest = hashlib.sha256((archive / sealed["key"]).read_bytes()).hexdigest()
    require(digest == sealed["sha256"], f"{sealed['key']} has the digest {digest}")
day = f"symbol={certificate['symbol']}/date={certificate['date']}"
check("trades/", sorted((archive / "trades" / day).glob("*.parquet")))
check("sealed/", [archive / s["key"] for s in certificate["sealed"]])
print("\n".join(problems) or f"OK: {certificate['symbol']} {certificate['date']}, {certificate['count']} trades")
sys.exit(1 if problems else 0)
