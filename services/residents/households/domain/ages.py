"""Ages as the register knows them: by the year of birth, so that they stay right. Source: handbook R-02."""

OLDEST = 120


def birth_year_of(*, age: int | None, birth_year: int | None, year: int) -> int | None:
    """The year of birth as it is stored; `year` is the community's present one."""
    return year - age if age is not None else birth_year


def age_in(year: int, birth_year: int | None) -> int | None:
    """Completed in the course of `year`; None when the year of birth is not known."""
    return None if birth_year is None else max(year - birth_year, 0)
