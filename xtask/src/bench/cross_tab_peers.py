"""Five cross-tabs by a peer: ENGINE (duckdb or sqlite3) and FILE.csv; prints one line of JSON."""
import csv, json, sys, time

BAND = """case when cast(substr(start, 1, 4) as int) - birth_year < 25 then 1
 when cast(substr(start, 1, 4) as int) - birth_year < 30 then 2
 when cast(substr(start, 1, 4) as int) - birth_year < 45 then 3
 when cast(substr(start, 1, 4) as int) - birth_year < 55 then 4 else 5 end"""
QUERIES = [
    f"select substr(start, 1, 4) y, sex, {BAND} b, count(*) from e group by 1, 2, 3",
    "select support_before, support_after, sex, count(*), sum(hours) from e group by 1, 2, 3",
    "select education, referrer, outcome, sex, count(*) from e group by 1, 2, 3, 4",
    "select assoc, substr(start, 1, 4) y, count(distinct person), count(*) from e group by 1, 2",
    "select sex, education, support_after, count(*) from e where assoc = 7 and start >= '2024-01-01'"
    " and start < '2025-01-01' group by 1, 2, 3",
]
engine, path = sys.argv[1:3]
if engine == "duckdb":
    import duckdb

    db = duckdb.connect()
    db.execute(f"create table e as select * from read_csv('{path}', types={{'start': 'VARCHAR', 'end': 'VARCHAR'}})")
else:
    import sqlite3

    db = sqlite3.connect(":memory:")
    with open(path) as file:
        rows = csv.reader(file)
        head = next(rows)
        numbers = {"id", "assoc", "person", "activity", "birth_year", "hours"}
        db.execute("create table e(%s)" % ", ".join(f'"{c}" {"int" if c in numbers else "text"}' for c in head))
        db.executemany("insert into e values(%s)" % ",".join("?" * len(head)), rows)
    db.execute("create index e_as on e(assoc, start)")
    db.execute("analyze")
answers = []
for query in QUERIES:
    best = float("inf")
    for _ in range(5 if engine == "duckdb" else 2):
        started = time.perf_counter()
        cells = len(db.execute(query).fetchall())
        best = min(best, time.perf_counter() - started)
    answers.append({"us": best * 1e6, "cells": cells})
print(json.dumps({"queries": answers}))
