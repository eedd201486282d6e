"""Make the clips that calls are spoken with, check a recording, hear a call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from luot_server.domain.voice import CLIPS, clips_of_call
from luot_server.messages import LANGUAGES, say
from luot_server.settings import from_env
from luot_server.voice.made import Made
from luot_server.voice.making import CannotMake, make_into
from luot_server.voice.sound import clip_of
from luot_server.voice.wav import NotAClip, milliseconds, read_wav, write_wav

_LABEL = re.compile(r"(K\d+-)?[A-Z]{1,2}\d{3,}")

data_option = click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data directory.")


@click.group()
def voice() -> None:
    """Make the clips that calls are spoken with, check a recording, hear a call.

    Example: luot voice make
    """


@voice.command()
@data_option
def make(data: Path | None) -> None:
    """Make every clip of every language with espeak-ng, where it is not made yet: about ten seconds.

    luot serve does it by itself; run it at set-up so that the first call is spoken.

    Exit status: 0 made, or made before; 1 espeak-ng is missing or fails.

    Example: luot voice make
    """
    made = _made(data)
    for language in LANGUAGES:
        with _one_sentence(), click.progressbar(length=len(CLIPS), label=language) as bar:
            new = make_into(made.place(language), language, lambda done, of: bar.update(1))
        click.echo(f"{language}: {len(made.pack(language).clips)} clips{'' if new else ', made before'}")


@voice.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Say whether recordings can be clips, before they are sent: what they are, how long, silent or clipped.

    Exit status: 0 all of them can; 1 one cannot, and its line says why.

    Example: luot voice check recordings/*.wav
    """
    refused = 0
    for file in files:
        try:
            click.echo(f"{file}: {milliseconds(clip_of(read_wav(file.read_bytes())))} ms")
        except NotAClip as refusal:
            refused += 1
            click.echo(f"{file}: {say(f'error.{refusal.code}', 'en', **refusal.params)}")
    if refused:
        raise click.ClickException(f"{refused} of {len(files)} cannot be used")


@voice.command("say")
@click.argument("label")
@click.argument("counter", type=click.IntRange(1, 9999))
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option("--times", type=click.IntRange(1, 9), default=1, help="1: the first call, 2: a recall, 3: the last.")
@click.option("--priority", is_flag=True, help="For a priority number.")
@click.option("--collect", is_flag=True, help="To collect a result.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The WAV file to write.")
@data_option
def say_(
    label: str,
    counter: int,
    language: str,
    times: int,
    priority: bool,
    collect: bool,
    out: Path,
    data: Path | None,
) -> None:
    """Write a call as a WAV file, in the made clips: number LABEL, please go to COUNTER.

    Example: luot voice say A012 3 --out call.wav
    """
    if not _LABEL.fullmatch(label):
        raise click.UsageError(f"{label!r} is not a number's label; write it like A012 or K2-A012")
    made = _made(data)
    with _one_sentence():
        make_into(made.place(language), language)
    purpose = "collect_result" if collect else "submit"
    clips = clips_of_call(label, counter, times=times, priority=priority, purpose=purpose)
    samples = made.pack(language).joined(clips)
    if samples is None:
        raise click.ClickException("a clip is missing; delete the made packs in the data directory and try again")
    out.write_bytes(write_wav(samples))
    click.echo(f"{out}: {milliseconds(samples)} ms")


def _made(data: Path | None) -> Made:
    return Made(from_env(data_dir=data).voice_folder)


@contextmanager
def _one_sentence() -> Iterator[None]:
    try:
        yield
    except (CannotMake, OSError) as problem:
        raise click.ClickException(str(problem)) from problem
