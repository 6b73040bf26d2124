"""What the READMEs show: their commands run, print what they say, and make the files they name."""

from __future__ import annotations

import itertools
import re
import shlex
from pathlib import Path

import pytest

from pipeline.cli import main

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.vi.md")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(readme: str) -> list[tuple[str, str]]:
    """The fenced blocks of a file: (language, content)."""
    return FENCE.findall((ROOT / readme).read_text("utf-8"))


def commands(readme: str) -> list[str]:
    return [line for language, content in blocks(readme) if language == "sh" for line in content.splitlines()]


@pytest.fixture(params=READMES)
def readme(request, tmp_path, monkeypatch):
    """A README, and around the test an empty folder in which its example stands."""
    [directive] = [content for language, content in blocks(request.param) if language == "text"]
    (tmp_path / "chi-thi-09.txt").write_text(directive, "utf-8")
    monkeypatch.chdir(tmp_path)
    return request.param


def test_each_make_command_is_a_target():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {line.split()[1] for name in (*READMES, "CONTRIBUTING.md") for line in commands(name) if line.startswith("make ")}
    assert {"demo", "test"} <= named <= targets


def test_each_giaoviec_command_runs(readme, capsys):
    lines = [shlex.split(line)[1:] for line in commands(readme) if line.startswith("giaoviec ")]
    assert len(lines) == 10
    for arguments in lines:
        assert main(arguments) == (1 if "--fail-on" in arguments else 0), capsys.readouterr().err
    written = ("tasks.xlsx", "report.html", "tasks.jsonl", "documents/chi-thi-09.txt.json", "comments/chi-thi-09.txt.docx")
    assert all((Path("out") / name).exists() for name in (*written, "requests/chi-thi-09.txt.docx"))


def test_the_first_command_prints_what_the_readme_says(readme, capsys):
    [output] = [content for language, content in blocks(readme) if language == "output"]
    first = next(line for line in commands(readme) if line.startswith("giaoviec "))
    main(shlex.split(first)[1:])
    assert capsys.readouterr().out == output


def test_both_languages_show_the_same_example():
    english, vietnamese = ([block for block in blocks(name) if block[0] != "python"] for name in READMES)
    assert english == vietnamese


def test_the_python_example_runs(tmp_path, monkeypatch, capsys):
    [code] = [content for language, content in blocks("README.md") if language == "python"]
    [directive] = [content for language, content in blocks("README.md") if language == "text"]
    (tmp_path / "chi-thi-09.txt").write_text(directive, "utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    rules, task = capsys.readouterr().out.splitlines()
    assert "deadline-missing" in rules and "owner-generic" in rules
    assert task == "['Sở Y tế'] ['trước ngày 05/6/2024']"


PAGES = (
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{name}.md" for name in ("dependencies", "models", "evaluation", "quality", "large-runs")),
)


@pytest.mark.parametrize("name", PAGES)
def test_links_to_files_lead_somewhere(name):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text("utf-8"))
    assert [target for target in targets if not ((ROOT / name).parent / target).exists()] == []


def test_each_dependency_is_explained():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = itertools.chain(project["dependencies"], *project["optional-dependencies"].values())
    wanted = {re.split(r"[>=<]", line)[0] for line in named}
    explained = set(re.findall(r"^\| ([A-Za-z0-9-]+)", (ROOT / "docs/dependencies.md").read_text("utf-8"), re.MULTILINE))
    assert wanted <= explained


def test_every_dependency_is_pinned_with_hashes_and_no_address():
    pinned = (ROOT / "constraints.txt").read_text("utf-8")
    assert "://" not in pinned and "--index" not in pinned
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for line in (*project["dependencies"], *project["optional-dependencies"]["dev"]):
        name = re.escape(re.split(r"[>=<]", line)[0].lower())
        assert re.search(rf"^{name}==\S+ \\\n    --hash=sha256:", pinned, re.MULTILINE), line
