"""How a benchmark tells what it found."""


def heading(title: str) -> None:
    print(f"\n{title}", flush=True)


def verdict(claim: str, holds: bool) -> None:
    print(f"  {'yes' if holds else 'NO '}  {claim}", flush=True)
