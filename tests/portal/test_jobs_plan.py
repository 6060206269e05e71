"""What comes next: short files are not kept waiting by long ones, nor long ones for ever by short ones."""

from __future__ import annotations

from portal.jobs.plan import Job, Plan, StepKind


def take_all(plan: Plan) -> list[Job]:
    taken = []
    while job := plan.next():
        taken.append(job)
    return taken


def test_a_file_of_one_page_does_not_wait_for_one_of_five_hundred() -> None:
    plan = Plan()
    plan.to_read(1, range(1, 501))
    begun = [plan.next() for _ in range(10)]
    plan.to_read(2, [1])
    next_two = [plan.next(), plan.next()]
    assert len(begun) == 10
    assert Job(StepKind.PAGE, 2, 1) in next_two


def test_a_long_file_goes_on_while_short_ones_keep_coming() -> None:
    plan = Plan()
    plan.to_read(1, range(1, 501))
    of_the_long = 0
    for file_id in range(2, 102):
        plan.to_read(file_id, [1])
        job = plan.next()
        of_the_long += job is not None and job.file_id == 1
    assert of_the_long == 25


def test_completing_comes_first() -> None:
    plan = Plan()
    plan.to_open(1)
    plan.to_complete(2)
    assert plan.next() == Job(StepKind.COMPLETE, 2)


def test_pages_of_a_file_come_in_order_and_each_once() -> None:
    plan = Plan()
    plan.to_read(7, [3, 1, 2])
    assert [job.number for job in take_all(plan)] == [1, 2, 3]
    assert not plan.has_work and 7 in plan


def test_a_step_that_failed_comes_again() -> None:
    plan = Plan()
    plan.to_read(7, [1])
    job = plan.next()
    assert job is not None
    plan.again(job)
    plan.again(job)
    assert take_all(plan) == [job]


def test_a_page_that_failed_waits_for_the_others_of_its_file() -> None:
    plan = Plan()
    plan.to_read(7, [1, 2, 3])
    first = plan.next()
    assert first is not None
    plan.again(first)
    assert [job.number for job in take_all(plan)] == [2, 3, 1]


def test_the_last_page_settles_the_file_however_often_it_is_told() -> None:
    plan = Plan()
    plan.to_read(7, [1, 2])
    first, second = take_all(plan)
    assert not plan.page_done(first)
    assert plan.page_done(second)
    assert plan.page_done(second)


def test_a_forgotten_file_gets_no_step() -> None:
    plan = Plan()
    plan.to_read(7, [1, 2])
    plan.forget(7)
    assert plan.next() is None and 7 not in plan
