"""The figure of every exercise, at every keyframe and between."""

from dataclasses import replace
from itertools import pairwise
from math import dist

import pytest

from uncrick.core.figure.figure import Figure, Limb, Shape, frame, person_of, skin
from uncrick.core.figure.props import Scene
from uncrick.core.figure.skeleton import Poser, Skeleton
from uncrick.core.model.catalog import Exercise
from uncrick.core.model.rig import Rig, Staging
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue(figure=True)
assert CATALOGUE.rig is not None
RIG: Rig = CATALOGUE.rig
ALL = list(CATALOGUE.exercises.values())
HANGING = [exercise for exercise in ALL if exercise.position == "hang"]
GRIPPED = 2  # seconds into a hang at which the hands have reached the bar
BONES = {  # of each side: from, to, the segment whose length lies between
    ("shoulder", "elbow"): "upper_arm",
    ("elbow", "wrist"): "forearm",
    ("wrist", "hand"): "hand",
    ("hip", "knee"): "thigh",
    ("knee", "ankle"): "shank",
}
each = pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)


def moments(exercise: Exercise) -> list[float]:
    """The keyframes, and eight moments between any two."""
    times = [frame.t for frame in exercise.keyframes]
    return [one + (two - one) * step / 9 for one, two in pairwise(times) for step in range(9)]


def shown(exercise: Exercise, amplitude: float = 1.0) -> list[Skeleton]:
    figure = Figure(exercise, RIG, amplitude)
    return [figure.skeleton(t) for t in moments(exercise)]


def foreshortened(exercise: Exercise) -> set[str]:
    """The segments that the data draws shortened at some time."""
    scales = {
        name for pose in (RIG.bases[exercise.base].pose, *(key.pose for key in exercise.keyframes)) for name in pose
    }
    shortened = {"arm_scale": {"upper_arm", "forearm", "hand"}, "thigh_scale": {"thigh"}, "shank_scale": {"shank"}}
    return {segment for scale, segments in shortened.items() if scale in scales for segment in segments}


# ---------------------------------------------------------------- bones


@each
@pytest.mark.parametrize("share", [1.0, 0.5])
def test_limbs_keep_their_length_except_where_the_data_foreshortens(exercise: Exercise, share: float) -> None:
    if RIG.staging.get(exercise.id, Staging()).oblique < 1:
        pytest.skip("it is seen from a corner")
    free = foreshortened(exercise)
    for bones in shown(exercise, share):
        for (one, two), segment in BONES.items():
            if segment in free:
                continue
            for side in "lr":
                long = dist(bones[f"{one}_{side}"], bones[f"{two}_{side}"])
                assert long == pytest.approx(RIG.segments[segment], abs=1e-3), f"{segment}_{side}"


@each
def test_foreshortened_limbs_are_never_longer_than_they_are(exercise: Exercise) -> None:
    for bones in shown(exercise):
        for (one, two), segment in BONES.items():
            for side in "lr":
                assert dist(bones[f"{one}_{side}"], bones[f"{two}_{side}"]) <= RIG.segments[segment] + 1e-3


@each
def test_the_spine_keeps_its_length(exercise: Exercise) -> None:
    if RIG.staging.get(exercise.id, Staging()).oblique < 1:
        pytest.skip("it is seen from a corner")
    for bones in shown(exercise):
        assert dist(bones["pelvis"], bones["waist"]) == pytest.approx(RIG.segments["lower_trunk"], abs=1e-6)
        assert dist(bones["waist"], bones["c7"]) == pytest.approx(RIG.segments["upper_trunk"], abs=1e-6)
        assert dist(bones["neck"], bones["head"]) == pytest.approx(RIG.segments["head_r"], abs=1e-6)


@each
def test_shoulders_and_hips_stay_at_the_trunk(exercise: Exercise) -> None:
    for bones in shown(exercise):
        for side in "lr":
            assert dist(bones[f"shoulder_{side}"], bones["c7"]) <= RIG.segments["shoulder_half"] + 0.02
            assert dist(bones[f"hip_{side}"], bones["pelvis"]) <= RIG.segments["hip_half"] + 1e-6


@each
@pytest.mark.parametrize("share", [1.0, 0.5])
def test_nothing_is_below_the_floor(exercise: Exercise, share: float) -> None:
    if "seen_from_above" in exercise.props:
        pytest.skip("it lies on the floor that is looked down on")
    for bones in shown(exercise, share):
        lowest = min((y, joint) for joint, (_, y) in bones.joints.items())
        assert lowest[0] >= -0.02, lowest[1]


@each
def test_the_last_picture_goes_over_into_the_first(exercise: Exercise) -> None:
    figure = Figure(exercise, RIG)
    assert figure.frame(0) == figure.frame(exercise.cycle_s) == figure.frame(3 * exercise.cycle_s)
    before, after = figure.skeleton(exercise.cycle_s - 1e-4), figure.skeleton(0)
    assert all(dist(before[joint], after[joint]) < 2e-3 for joint in after.joints)


@each
def test_no_joint_jumps(exercise: Exercise) -> None:
    figure = Figure(exercise, RIG)
    times = [step / 50 for step in range(50 * exercise.cycle_s + 1)]
    for one, two in pairwise(figure.skeleton(t) for t in times):
        for joint in one.joints:
            assert dist(one[joint], two[joint]) < 0.06, joint


@pytest.mark.parametrize("exercise", HANGING, ids=lambda exercise: exercise.id)
@pytest.mark.parametrize("share", [1.0, 0.5])
def test_hands_stay_on_the_bar(exercise: Exercise, share: float) -> None:
    figure = Figure(exercise, RIG, share)
    holds = 0
    at, bar = 0, figure.skeleton(GRIPPED)
    for phase in exercise.phases:
        if phase.kind in ("tense", "move") and at >= GRIPPED:
            for step in range(10):
                bones = figure.skeleton(at + phase.s * step / 10)
                holds += 1
                for side in "lr":
                    assert dist(bones[f"hand_{side}"], bar[f"hand_{side}"]) < 0.02
        at += phase.s
    assert holds >= 20


@pytest.mark.parametrize("exercise", HANGING, ids=lambda exercise: exercise.id)
@pytest.mark.parametrize("share", [1.0, 0.5])
def test_whoever_does_not_hold_the_bar_stands(exercise: Exercise, share: float) -> None:
    figure = Figure(exercise, RIG, share)
    bar = figure.skeleton(GRIPPED)
    step = Scene(Poser(exercise, RIG), Staging()).step
    loose = 0
    for t in moments(exercise):
        bones = figure.skeleton(t)
        if all(dist(bones[f"hand_{side}"], bar[f"hand_{side}"]) < 0.02 for side in "lr"):
            continue
        loose += 1
        for side in "lr":
            assert min(bones[f"{joint}_{side}"][1] for joint in ("heel", "toe")) == pytest.approx(step, abs=0.012), t
    assert loose >= 10


def test_a_step_stands_below_a_bar_that_is_out_of_reach_from_the_floor() -> None:
    steps = {exercise.id: Scene(Poser(exercise, RIG), Staging()).step for exercise in HANGING}
    assert steps == {
        "bar_hang_feet": 0.0,
        "bar_hang": pytest.approx(0.07, abs=0.01),
    }


@pytest.mark.parametrize("share", [1.0, 0.5])
def test_who_hangs_has_the_feet_off_the_step(share: float) -> None:
    exercise = CATALOGUE.exercise("bar_hang")
    bones = Figure(exercise, RIG, share).skeleton(5)
    step = Scene(Poser(exercise, RIG), Staging()).step
    assert min(bones[f"{joint}_{side}"][1] for joint in ("heel", "toe") for side in "lr") > step + 0.01


def test_whoever_climbs_stairs_keeps_the_far_hand_on_the_rail() -> None:
    exercise = CATALOGUE.exercise("stairs")
    figure = Figure(exercise, RIG)
    for t in moments(exercise):
        low, high = max(
            (
                (p.nodes[0], p.nodes[1])
                for p in figure.frame(t).primitives
                if isinstance(p, Limb) and p.role == "prop" and len(p.nodes) == 2
            ),
            key=lambda ends: dist(ends[0][:2], ends[1][:2]),
        )
        x, y = figure.skeleton(t)["wrist_l"]
        rail = low[1] + (high[1] - low[1]) * (x - low[0]) / (high[0] - low[0])
        assert 0 < y - rail < 0.05


@pytest.mark.parametrize("exercise_id", ["side_bend", "cat_floor", "press_up_half", "forward_bend", "round_stand"])
def test_hands_that_rest_on_something_stay_there_between_keyframes(exercise_id: str) -> None:
    exercise = CATALOGUE.exercise(exercise_id)
    figure = Figure(exercise, RIG)
    for one, two in pairwise(exercise.keyframes):
        first, last = figure.skeleton(one.t), figure.skeleton(two.t - 1e-9)
        if dist(first["wrist_r"], last["wrist_r"]) < 0.02:
            for step in range(1, 10):
                now = figure.skeleton(one.t + (two.t - one.t) * step / 10)
                assert dist(now["wrist_r"], first["wrist_r"]) < 0.021


# ---------------------------------------------------------------- movement


def test_between_keyframes_a_channel_eases_in_and_out() -> None:
    figure = Figure(CATALOGUE.exercise("neck_nod"), RIG)  # neck 0 to 40 in two seconds
    bent = [90 - figure.skeleton(t).head for t in (0.0, 0.5, 1.0, 1.5, 2.0)]
    assert bent == pytest.approx([0, 4.141, 20, 35.859, 40], abs=0.01)


def test_the_easier_variant_goes_half_the_way_from_the_base_pose() -> None:
    exercise = CATALOGUE.exercise("neck_tilt")
    assert 90 - Figure(exercise, RIG, 0.5).skeleton(2).head == pytest.approx(
        (90 - Figure(exercise, RIG).skeleton(2).head) / 2
    )


def test_turning_to_the_left_is_to_the_left_of_the_screen_as_in_a_mirror() -> None:
    figure = Figure(CATALOGUE.exercise("neck_turn"), RIG)
    assert figure.skeleton(2).turn == 52
    face = [p.nodes[0][0] for p in figure.frame(2).primitives if isinstance(p, Limb) and p.role == "face"]
    assert all(x < 0 for x in face)


def test_a_walk_does_not_halt_at_its_keyframes() -> None:
    figure = Figure(CATALOGUE.exercise("walk_corridor"), RIG)
    steps = [dist(figure.skeleton(t)["ankle_l"], figure.skeleton(t + 0.02)["ankle_l"]) for t in (0.5, 1.5)]
    assert min(steps) > 0.004


def test_an_exercise_without_keyframes_stays_in_its_base_pose() -> None:
    exercise = replace(CATALOGUE.exercise("seat_tilt"), id="own", keyframes=())
    figure = Figure(exercise, RIG)
    assert figure.skeleton(0).joints == figure.skeleton(3).joints
    assert figure.frame(figure.still_second).primitives


def test_an_exercise_that_nothing_is_staged_for_is_shown_all_the_same() -> None:
    figure = Figure(replace(CATALOGUE.exercise("cat_floor"), id="own"), RIG)
    assert any(primitive.role == "moving" for primitive in figure.frame(figure.still_second).primitives)


# ---------------------------------------------------------------- pictures


@each
def test_every_role_has_a_colour_in_both_themes(exercise: Exercise) -> None:
    figure = Figure(exercise, RIG)
    roles = {primitive.role for t in moments(exercise) for primitive in figure.frame(t).primitives}
    assert roles <= set(figure.colours)
    assert "hair" in roles
    assert ("face" in roles) is not RIG.staging.get(exercise.id, Staging()).behind


@each
def test_moving_parts_are_marked_and_relaxed_ones_are_not(exercise: Exercise) -> None:
    figure = Figure(exercise, RIG)

    def marked(t: float) -> bool:
        return any(primitive.role in ("moving", "moving_far", "glow") for primitive in figure.frame(t).primitives)

    assert marked(figure.still_second)
    if not exercise.loop and exercise.keyframes[-1].pose == exercise.keyframes[-2].pose == {}:
        assert not marked(exercise.cycle_s - 0.1)


@each
def test_the_head_and_the_moving_part_are_within_the_picture(exercise: Exercise) -> None:
    figure = Figure(exercise, RIG)
    box = figure.bounds
    for t in moments(exercise):
        head = figure.skeleton(t)["head"]
        assert box.left + 0.06 < head[0] < box.right - 0.06
        assert box.bottom + 0.06 < head[1] < box.top - 0.05


@each
def test_the_camera_stands_still(exercise: Exercise) -> None:
    figure = Figure(exercise, RIG)
    assert len({figure.frame(t).bounds for t in moments(exercise)}) == 1


def test_one_frame_is_the_figures_frame() -> None:
    exercise = CATALOGUE.exercise("bird_dog")
    assert frame(exercise, RIG, 4) == Figure(exercise, RIG).frame(4)
    assert frame(exercise, RIG, 4, amplitude=0.6) == Figure(exercise, RIG, 0.6).frame(4) != frame(exercise, RIG, 4)


def test_the_far_limbs_are_drawn_first_and_darker() -> None:
    roles = [primitive.role for primitive in Figure(CATALOGUE.exercise("relief_hands_head"), RIG).frame(39).primitives]
    for clothes in ("shirt", "trousers"):
        far = max(n for n, role in enumerate(roles) if role == f"{clothes}_far")
        assert far < min(n for n, role in enumerate(roles) if role == clothes)


def test_an_arrow_is_shown_only_while_something_goes() -> None:
    figure = Figure(CATALOGUE.exercise("neck_nod"), RIG)

    def arrows(t: float) -> int:
        return sum(primitive.role == "arrow" for primitive in figure.frame(t).primitives)

    assert (arrows(1), arrows(4), arrows(7.5)) == (2, 2, 0)


@each
def test_arrows_keep_off_the_head(exercise: Exercise) -> None:
    figure = Figure(exercise, RIG)
    for t in moments(exercise):
        head = figure.skeleton(t)["head"]
        for primitive in figure.frame(t).primitives:
            if primitive.role == "arrow":
                points = primitive.nodes if isinstance(primitive, Limb) else primitive.points
                assert min(dist(point[:2], head) for point in points) > 0.08


def test_whoever_sits_on_the_ball_keeps_the_feet_where_they_are() -> None:
    for bones in shown(CATALOGUE.exercise("fitball_tilt")):
        first = Figure(CATALOGUE.exercise("fitball_tilt"), RIG).skeleton(0)
        assert all(dist(bones[f"ankle_{side}"], first[f"ankle_{side}"]) < 0.006 for side in "lr")


def test_a_small_movement_leaves_a_pale_body_where_it_began() -> None:
    figure = Figure(CATALOGUE.exercise("chin_tuck"), RIG)

    def pale(t: float) -> bool:
        return any(primitive.role == "ghost" for primitive in figure.frame(t).primitives)

    assert (pale(1), pale(3), pale(10)) == (True, True, False)


def test_the_chin_of_a_turned_head_goes_to_that_side() -> None:
    figure = Figure(CATALOGUE.exercise("neck_turn"), RIG)

    def chin(t: float) -> float:
        skull = max((p for p in figure.frame(t).primitives if isinstance(p, Shape) and p.role == "skin"), key=len_of)
        lowest = [x for x, y in skull.points if y < min(y for _, y in skull.points) + 0.002]
        return sum(lowest) / len(lowest)

    assert chin(2) < -0.008 < 0.008 < chin(5)
    assert chin(0) == pytest.approx(0, abs=0.002)


def len_of(shape: Shape) -> int:
    return len(shape.points)


@pytest.mark.parametrize("exercise_id", ["leg_lift_prone", "chest_lift_prone", "press_up_half", "swim_dry"])
def test_face_down_the_nose_is_not_in_the_mat(exercise_id: str) -> None:
    picture = Figure(CATALOGUE.exercise(exercise_id), RIG).frame(0)
    lowest = min(
        y
        for primitive in picture.primitives
        if isinstance(primitive, Shape) and primitive.role == "skin"
        for _, y in primitive.points
    )
    assert lowest > -0.006  # the top of the mat


def test_hands_and_head_press_against_each_other_only_while_they_press() -> None:
    figure = Figure(CATALOGUE.exercise("neck_press_lr"), RIG)
    tips = [p for p in figure.frame(4).primitives if p.role == "arrow"]
    assert len(tips) == 4
    assert not [
        p for p in figure.frame(11.99).primitives if p.role == "arrow" and isinstance(p, type(tips[0])) and p in tips
    ]


def test_moments_rise_through_the_cycle() -> None:
    for exercise in ALL:
        found = Figure(exercise, RIG).moments(6)
        assert len(found) == 6
        assert all(one < two for one, two in pairwise(found))
        assert found[0] >= 0
        assert found[-1] < exercise.cycle_s


def test_the_skin_of_a_limb_joins_its_discs_outside() -> None:
    (corners,) = skin(Limb("shirt", ((0, 0, 1), (4, 0, 1))))
    assert {(round(x, 6), round(y, 6)) for x, y in corners} == {(0, 1), (4, 1), (4, -1), (0, -1)}
    assert not list(skin(Limb("shirt", ((0, 0, 2), (0.5, 0, 1)))))


# ---------------------------------------------------------------- a person


@pytest.mark.parametrize("exercise_id", ["shrug", "relief_knees_chest", "side_bend"])
def test_whoever_holds_still_breathes(exercise_id: str) -> None:
    exercise = CATALOGUE.exercise(exercise_id)
    figure = Figure(exercise, RIG)
    begins, ends = next(
        pair
        for pair, moves in zip(pairwise(figure.times), figure.moves, strict=True)
        if not moves and pair[1] > pair[0]
    )
    assert figure.frame(begins + 0.2) != figure.frame((begins + ends) / 2)


def test_a_chest_is_at_most_two_percent_wider_with_full_lungs() -> None:
    assert 0.01 <= RIG.body["breath"] <= 0.02


def test_a_blink_comes_every_four_to_six_seconds() -> None:
    figure = Figure(CATALOGUE.exercise("relief_hands_head"), RIG)

    def shut(t: float) -> bool:
        """An eye that is open is one upright stroke of two nodes."""
        eyes = [p for p in figure.frame(t).primitives if isinstance(p, Limb) and p.role == "face" and len(p.nodes) == 2]
        return not eyes

    steps = [t / 20 for t in range(20 * 42)]
    begins = [t for before, t in pairwise(steps) if shut(t) and not shut(before)]
    assert len(begins) >= 7
    assert all(4 <= two - one <= 6 for one, two in pairwise(begins))
    assert sum(map(shut, steps)) / 20 < 2


@each
def test_the_eyes_of_a_single_picture_are_open(exercise: Exercise) -> None:
    staging = RIG.staging.get(exercise.id, Staging())
    if staging.behind or staging.mark == "breath":
        pytest.skip("no open eyes are wanted")
    figure = Figure(exercise, RIG)
    picture = figure.frame(figure.still_second, alive=False)
    assert any(isinstance(p, Limb) and p.role == "face" and len(p.nodes) == 2 for p in picture.primitives)


@pytest.mark.parametrize("person", RIG.people)
def test_skin_keeps_its_colour_whatever_moves(person: str) -> None:
    figure = Figure(CATALOGUE.exercise("neck_nod"), RIG, look=person)
    heads = [
        {p.role for p in figure.frame(t).primitives if isinstance(p, Shape) and len(p.points) > 60} for t in (1, 14)
    ]
    assert all("skin" in roles for roles in heads)


def test_the_three_people_look_different() -> None:
    figures = [Figure(CATALOGUE.exercise("neck_turn"), RIG, look=person) for person in RIG.people]
    assert len({figure.frame(0).primitives for figure in figures}) == len(figures) == 3
    assert len({tuple(figure.colours[role] for role in ("skin", "hair", "shirt")) for figure in figures}) == 3


def test_the_same_seed_shows_the_same_person_and_seeds_differ() -> None:
    assert {person_of(RIG, "auto", seed) for seed in range(30)} == set(RIG.people)
    assert person_of(RIG, "auto", 7) == person_of(RIG, "auto", 7)
    assert person_of(RIG, "bun", 0) == person_of(RIG, "bun", 1) == "bun"


@pytest.mark.parametrize("exercise_id", ["press_up_half", "chest_lift_prone"])
def test_somebody_who_lies_is_shown_closer(exercise_id: str) -> None:
    figure = Figure(CATALOGUE.exercise(exercise_id), RIG)
    assert figure.bounds.right - figure.bounds.left < 0.9


def test_from_behind_no_face_is_seen_and_the_shoulder_blades_move() -> None:
    figure = Figure(CATALOGUE.exercise("blade_squeeze"), RIG)
    assert not any(p.role in ("face", "cheek") for p in figure.frame(3).primitives)

    def apart(t: float) -> float:
        roles = ("moving", "shirt_far")
        xs = [x for p in figure.frame(t).primitives if isinstance(p, Shape) and p.role in roles for x, _ in p.points]
        return max(xs) - min(xs)

    assert apart(3) < apart(0.05) - 0.02


@each
@pytest.mark.parametrize("aspect", [0.5, 1.0, 1.6, 3.0])
def test_all_that_must_be_seen_is_in_a_frame_of_any_shape(exercise: Exercise, aspect: float) -> None:
    picture = Figure(exercise, RIG).frame(0)
    box, bounds = picture.fitted(aspect), picture.bounds
    assert (box.right - box.left) / (box.top - box.bottom) == pytest.approx(aspect)
    assert box.left <= bounds.left + 1e-9
    assert box.right >= bounds.right - 1e-9
    assert box.top >= bounds.top - 1e-9
    assert box.bottom <= bounds.bottom + 1e-9


def test_who_is_cut_off_is_never_shown_below_the_hem_without_legs() -> None:
    shrug = Figure(CATALOGUE.exercise("shrug"), RIG)
    assert shrug.frame(0).fitted(0.5).bottom >= shrug.skeleton(0)["pelvis"][1]
    assert not any(p.role == "shoe" for p in shrug.frame(0).primitives)


def test_closed_lids_are_drawn() -> None:
    figure = Figure(CATALOGUE.exercise("eyes_far"), RIG)

    def open_eyes(t: float) -> int:
        return sum(isinstance(p, Limb) and p.role == "face" and len(p.nodes) == 2 for p in figure.frame(t).primitives)

    assert (open_eyes(3.5), open_eyes(4.4), open_eyes(19)) == (1, 0, 0)


def test_fanned_fingers_reach_further_than_a_fist() -> None:
    figure = Figure(CATALOGUE.exercise("fist_fan"), RIG)

    def reach(t: float) -> float:
        return max(
            y + radius
            for p in figure.frame(t).primitives
            if isinstance(p, Limb) and p.role == "skin_shade"
            for x, y, radius in p.nodes
            if abs(x) > 0.15
        )

    assert reach(3.5) > reach(2.0) + 0.03


# ---------------------------------------------------------------- poses that say what the words say


def shown_at(exercise_id: str, t: float) -> Skeleton:
    return Figure(CATALOGUE.exercise(exercise_id), RIG).skeleton(t)


def straightness(bones: Skeleton, side: str) -> float:
    """The length of an arm from shoulder to wrist, as a share of its bones."""
    arm = dist(bones[f"shoulder_{side}"], bones[f"wrist_{side}"])
    return arm / (dist(bones[f"shoulder_{side}"], bones[f"elbow_{side}"]) + RIG.segments["forearm"])


def test_whoever_bends_forward_at_the_desk_has_straight_arms_and_a_flat_back() -> None:
    bones = shown_at("forward_bend", 5.5)
    assert straightness(bones, "r") > 0.97
    assert abs(bones["c7"][1] - bones["pelvis"][1]) < 0.08
    low, high = sorted((bones["shoulder_r"][1], bones["c7"][1] + 0.05))
    assert low - 0.05 < bones["head"][1] < high + 0.05


def test_hands_are_on_the_desk_from_the_beginning() -> None:
    bones = [shown_at("forward_bend", t) for t in (0.0, 1.0, 3.0, 5.5, 12.0)]
    assert all(dist(each["wrist_r"], bones[0]["wrist_r"]) < 0.02 for each in bones)


def test_knees_bend_in_a_hang_with_the_feet_off() -> None:
    bones = shown_at("bar_hang", 8)
    assert bones["ankle_r"][0] < bones["knee_r"][0] - 0.12
    assert dist(bones["knee_r"], bones["ankle_r"]) == pytest.approx(RIG.segments["shank"], abs=1e-3)


def test_whoever_slouches_on_the_edge_of_the_chair_rolls_the_hips_back() -> None:
    tall, slouched = shown_at("seat_tilt", 0), shown_at("seat_tilt", 2.5)
    assert slouched["waist"][0] < tall["waist"][0] - 0.03
    assert RIG.staging["seat_tilt"].perch >= 0.1


@pytest.mark.parametrize("exercise_id", ["cat_floor", "bird_dog"])
def test_on_all_fours_arms_are_straight_and_the_back_is_nearly_level(exercise_id: str) -> None:
    bones = shown_at(exercise_id, 0)
    assert straightness(bones, "r") > 0.95
    assert 0 <= bones["c7"][1] - bones["pelvis"][1] < 0.08


def test_a_leg_is_lifted_by_about_a_hands_width() -> None:
    down, up = shown_at("leg_lift_prone", 0), shown_at("leg_lift_prone", 3)
    lift = max(up[f"ankle_{side}"][1] - down[f"ankle_{side}"][1] for side in "lr")
    assert 0.04 < lift < 0.08


def test_whoever_reaches_up_in_a_doorway_leans_in() -> None:
    bones = shown_at("door_reach", 5)
    assert bones["c7"][0] > bones["ankle_r"][0] + 0.08


def test_knees_rock_to_the_same_side() -> None:
    bones = shown_at("relief_rock", 3)
    left, right = bones["knee_l"][1] - bones["hip_l"][1], bones["knee_r"][1] - bones["hip_r"][1]
    assert left * right > 0
    assert abs(left) > 0.1
    assert abs(dist(bones["knee_l"], bones["knee_r"]) - dist(bones["hip_l"], bones["hip_r"])) < 0.03


def test_knees_are_soft_while_the_upper_back_rounds() -> None:
    bones = shown_at("round_stand", 0)
    assert bones["knee_r"][0] > (bones["hip_r"][0] + bones["ankle_r"][0]) / 2 + 0.015
