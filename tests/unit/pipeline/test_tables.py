from pathlib import Path

import pytest

from models.domain.errors import WrongUsage
from models.domain.judgement import AdClass, Kind
from models.training.labelled import Label
from pipeline.training import labelled_from_files

EMSCAD = "job_id,title,location,company_profile,description,requirements,benefits,fraudulent\n"


def csv_of(path: Path, text: str) -> list[Path]:
    path.write_text(text, "utf-8")
    return [path]


def test_emscad_as_published_works_by_naming_the_file(tmp_path: Path) -> None:
    rows = 'a1,Clerk,US,,<p>Send money to #EMAIL_0123456789abcdef0123#</p>,"€¢ none",Pay &amp; perks,t\nb2,Cook,US,Hotel,Cook,,,f\n'
    fraud, job = labelled_from_files(csv_of(tmp_path / "emscad.csv", EMSCAD + rows))
    assert fraud.kinds == frozenset({Kind.RECRUITMENT_FRAUD})
    assert (job.kinds, job.ad_class) == (frozenset(), AdClass.ORDINARY_JOB)
    assert fraud.ad.text == "Send money to (email)\nnone\nPay & perks"
    assert {one.ad.source_type for one in (fraud, job)} == {"job"}


def test_typographic_signs_of_emscad_do_not_tell_which_copy_an_ad_is_from(tmp_path: Path) -> None:
    rows = "a1,Clerk,US,,We€™re a team €¢ join,,,t\nb2,Clerk,US,,We’re a team • join,,,f\n"
    garbled, whole = labelled_from_files(csv_of(tmp_path / "emscad.csv", EMSCAD + rows))
    assert garbled.ad.text == whole.ad.text == "We re a team join"


def test_what_emscad_states_beside_the_text_is_kept_as_fields_and_nothing_of_places(tmp_path: Path) -> None:
    head = EMSCAD.replace("fraudulent", "function,industry,department,has_company_logo,fraudulent")
    rows = "a1,Clerk,US,,Clerk,,,Sales,Oil &amp; Energy,Hr,0.0,t\nb2,Cook,US,We cook,Cook,,,,,,1.0,f\n"
    fraud, job = labelled_from_files(csv_of(tmp_path / "emscad.csv", head + rows))
    work = {"function": "Sales", "industry": "Oil & Energy"}
    assert fraud.ad.fields == work | {"company_logo": "no", "company_profile": "no"}
    assert job.ad.fields == {"company_logo": "yes", "company_profile": "yes"}


def test_what_emscad_does_not_say_is_no_field(tmp_path: Path) -> None:
    (one,) = labelled_from_files(csv_of(tmp_path / "emscad.csv", EMSCAD + "a1,Clerk,US,,Clerk,,,t\n"))
    assert one.ad.fields == {"company_profile": "no"}


def test_columns_are_kept_as_fields_of_the_page(tmp_path: Path) -> None:
    paths = csv_of(
        tmp_path / "ours.csv", "id,text,industry,company_logo\n7,Cook wanted,Hotels,no\n8,Maid,,\n"
    )
    stated, left_open = labelled_from_files(paths, columns="id=id,text=text,fields=industry+company_logo")
    assert stated.ad.fields == {"industry": "Hotels", "company_logo": "no"}
    assert left_open.ad.fields == {}


def test_columns_are_mapped_and_joined(tmp_path: Path) -> None:
    paths = csv_of(
        tmp_path / "ours.csv", "no,head,a,b,k,who\n7,Maid,Stay in,No leave,domestic_servitude,asha\n"
    )
    (one,) = labelled_from_files(paths, columns="id=no,title=head,text=a+b,kinds=k,by=who")
    assert (one.ad.title, one.ad.text, one.ad_class) == ("Maid", "Stay in\nNo leave", AdClass.LEAD)
    assert one.label == Label(by="asha")


def test_a_label_stands_for_as_many_ads_as_its_probability_says(tmp_path: Path) -> None:
    head = "id,text,kinds,ad_class,probability,blind\n"
    (one,) = labelled_from_files(csv_of(tmp_path / "x.csv", head + "1,Cook wanted,,ordinary_job,0.05,yes\n"))
    assert (one.weight, one.label.probability, one.label.blind) == (20.0, 0.05, True)


def test_ads_without_labels_are_presumed_harmless_at_half_weight(tmp_path: Path) -> None:
    (one,) = labelled_from_files(
        csv_of(tmp_path / "x.csv", "id,title,desc\n1,Cook,Cook wanted\n"), columns="text=desc"
    )
    assert (one.is_lead, one.ad_class, one.weight) == (False, AdClass.ORDINARY_CLASSIFIED, 0.5)
    assert one.label.source == "presumed harmless"


def test_a_label_column_of_another_name_is_not_passed_over(tmp_path: Path) -> None:
    paths = csv_of(tmp_path / "x.csv", "id,title,text,label\n1,Cook,Cook wanted,1\n")
    with pytest.raises(WrongUsage, match=r"would count as harmless, whatever label may say. Say --columns"):
        labelled_from_files(paths)


@pytest.mark.parametrize(
    ("columns", "told"),
    [(None, "names no text"), ("text=body", "has no column 'body'"), ("tex=desc", "knows no 'tex'")],
)
def test_a_map_that_does_not_fit_is_told(tmp_path: Path, columns: str | None, told: str) -> None:
    with pytest.raises(WrongUsage, match=told):
        labelled_from_files(csv_of(tmp_path / "x.csv", "id,desc\n1,Cook wanted\n"), columns=columns)


def test_a_wrong_label_in_a_csv_is_named_by_its_line(tmp_path: Path) -> None:
    paths = csv_of(tmp_path / "x.csv", "id,text,kinds\n1,Cook wanted,theft\n")
    with pytest.raises(WrongUsage, match=r"x.csv, line 2: `labels.kinds` holds a kind"):
        labelled_from_files(paths)


@pytest.mark.parametrize(("cell", "blind"), [("Yes", True), (" y ", True), ("no", False), ("0", False)])
def test_a_sheet_says_yes_or_no(tmp_path: Path, cell: str, *, blind: bool) -> None:
    (one,) = labelled_from_files(
        csv_of(tmp_path / "x.csv", f"id,text,kinds,blind\n1,Maid,forced_labour,{cell}\n")
    )
    assert one.label.blind is blind


def test_what_is_neither_yes_nor_no_is_not_taken_for_no(tmp_path: Path) -> None:
    paths = csv_of(tmp_path / "x.csv", "id,text,kinds,blind\n1,Maid,forced_labour,haan\n")
    with pytest.raises(WrongUsage, match=r"x.csv, line 2: `label.blind` must be .* in a table yes or no"):
        labelled_from_files(paths)


def test_a_table_says_what_is_a_child_sign(tmp_path: Path) -> None:
    head = "id,text,kinds,child_sign\n1,Maid,forced_labour,no\n2,x,,yes\n3,Cook,forced_labour,\n"
    assert [one.number for one in labelled_from_files(csv_of(tmp_path / "x.csv", head))] == ["1", "3"]
    background = csv_of(tmp_path / "y.csv", "id,text,child_sign\n1,Maid wanted,\n2,x,yes\n")
    assert [
        one.number for one in labelled_from_files(background, columns="text=text,id=id,child_sign=child_sign")
    ] == ["1"]
    with pytest.raises(WrongUsage, match=r"line 2: `labels.child_sign` must be .* in a table yes or no"):
        labelled_from_files(csv_of(tmp_path / "z.csv", "id,text,kinds,child_sign\n1,x,,haan\n"))


def test_what_is_no_text_is_no_csv(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WrongUsage, match="not a CSV in UTF-8"):
        labelled_from_files([tmp_path / "x.csv"])


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "with a byte order mark"])
def test_tables_of_any_spreadsheet_are_read(tmp_path: Path, sign: str, mark: str) -> None:
    lines = [["id", "title", "text", "ad_class"], ["1", "Cook", '"Day shift, meals; bed"', "ordinary_job"]]
    text = mark + "\r\n".join(sign.join(cells) for cells in lines)
    (one,) = labelled_from_files(csv_of(tmp_path / "x.csv", text))
    assert (one.number, one.ad.title, one.ad.text) == ("1", "Cook", "Day shift, meals; bed")


def test_a_line_with_more_cells_than_the_head_is_named(tmp_path: Path) -> None:
    head = "id,text,ad_class\n1,Cook wanted,ordinary_job,\n"  # an empty cell at the end is no harm
    assert len(labelled_from_files(csv_of(tmp_path / "x.csv", head))) == 1
    with pytest.raises(
        WrongUsage, match=r"x\.csv, line 3 has more cells than the head has names; put a cell"
    ):
        labelled_from_files(csv_of(tmp_path / "x.csv", head + "2,Cook, wanted,ordinary_job\n"))


@pytest.mark.parametrize("text", ["", "id,text,kinds\n"])
def test_a_table_without_ads_is_told_where_no_other_file_holds_some(tmp_path: Path, text: str) -> None:
    paths = csv_of(tmp_path / "x.csv", text)
    with pytest.raises(WrongUsage, match=r"There are no ads in .*x\.csv; name a file that holds some"):
        labelled_from_files(paths)
    others = csv_of(tmp_path / "y.csv", "id,text,ad_class\n1,Cook wanted,ordinary_job\n")
    assert len(labelled_from_files([*paths, *others])) == 1


def test_a_spreadsheets_unicode_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes("id\ttext\tad_class\n1\tरसोइया चाहिए\tordinary_job\n".encode("utf-16"))
    (one,) = labelled_from_files([tmp_path / "x.csv"])
    assert one.ad.text == "रसोइया चाहिए"


def test_utf_16_without_its_mark_is_no_csv_and_shows_no_nul(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes("id,text,ad_class\n1,Cook,ordinary_job\n".encode("utf-16-le"))
    with pytest.raises(WrongUsage, match="not a CSV in UTF-8"):
        labelled_from_files([tmp_path / "x.csv"])


def test_of_two_columns_of_one_name_none_is_read(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match=r"x\.csv has two columns named 'text'; rename one"):
        labelled_from_files(csv_of(tmp_path / "x.csv", "id,text,text,ad_class\n1,a,b,ordinary_job\n"))


def test_our_names_are_known_however_a_spreadsheet_writes_them(tmp_path: Path) -> None:
    text = 'ID, Title ,TEXT,Kinds,Ad_Class\n7,Maid,Stay in,"Forced_Labour, recruitment_fraud", Lead \n'
    (one,) = labelled_from_files(csv_of(tmp_path / "x.csv", text))
    assert (one.number, one.ad.title, one.ad.text) == ("7", "Maid", "Stay in")
    assert one.kinds == {Kind.FORCED_LABOUR, Kind.RECRUITMENT_FRAUD}
    assert one.ad_class is AdClass.LEAD


def test_a_column_that_gives_many_ads_one_id_is_none_of_ids(tmp_path: Path) -> None:
    lines = [f"Pune,Cook number {number} wanted,ordinary_job" for number in range(11)]
    paths = csv_of(tmp_path / "x.csv", "\n".join(["town,text,ad_class", *lines]))
    columns = "id=town,text=text,ad_class=ad_class"
    with pytest.raises(WrongUsage, match=r"x\.csv: 11 different ads have the id 'Pune'.*--columns id=COLUMN"):
        labelled_from_files(paths, columns=columns)
    fewer = csv_of(tmp_path / "y.csv", "\n".join(["town,text,ad_class", *lines[:10]]))
    assert len(labelled_from_files(fewer, columns=columns)) == 10  # versions of one ad


def test_a_label_that_was_changed_later_counts_as_it_was_changed(tmp_path: Path) -> None:
    head = "id,text,kinds,ad_class,by\n"
    first = csv_of(tmp_path / "a.csv", head + "1,Cook wanted,,ordinary_job,ravi\n")
    later = csv_of(tmp_path / "b.csv", head + "1,Cook wanted,domestic_servitude,lead,ravi\n")
    assert [one.is_lead for one in labelled_from_files([*first, *later])] == [True]
    assert [one.is_lead for one in labelled_from_files([*later, *first])] == [False]
