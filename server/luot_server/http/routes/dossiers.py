"""Is it here? A dossier by its code, typed or somewhere in what a scanner read."""

from apiflask import APIBlueprint
from flask import Response

from ...boards.dossier import dossier_board
from ...domain.codes import CodeError, DossierCode, find_dossier, parse_dossier
from ...domain.errors import Invalid
from ...domain.roles import STAFF, Role
from ..access import permit
from ..answering import answer
from ..schemas import ScanQuery
from ..services import services
from ..shapes.menus import Dossier

bp = APIBlueprint("dossiers", __name__, tag="citizens")


@bp.get("/halls/<hall>/dossiers")
@permit(Role.KIOSK, *STAFF, at="hall")
@bp.input(ScanQuery, location="query")
@bp.output(Dossier)
def scanned(hall: str, query_data: ScanQuery) -> Response:
    """The first dossier code in a scanned text: what a receipt's QR holds follows no standard."""
    code = find_dossier(query_data.scan.upper())
    if code is None:
        raise _no_code("scan")
    return _known(hall, code)


@bp.get("/halls/<hall>/dossiers/<code>")
@permit(Role.KIOSK, *STAFF, at="hall")
@bp.output(Dossier)
def one(hall: str, code: str) -> Response:
    """Who took it in and when, and whether its result is here; without a one-stop software to ask, no claim is made."""
    try:
        return _known(hall, parse_dossier(code.upper()))
    except CodeError:
        # Without its cause: an error that is logged must not tell what was typed, which may be anything.
        raise _no_code("dossier") from None


def _known(hall: str, code: DossierCode) -> Response:
    # Asked before the hall is looked at: it may take two seconds, and a connection is not held for that.
    standing = services().dossiers.find(code.text)
    with services().store.viewing(hall) as view:
        return answer(200, dossier_board(view, code, standing))


def _no_code(field: str) -> Invalid:
    """Does not repeat what was scanned: it may have been an identity card."""
    return Invalid("dossier_code", sentence="dossier_code_none", field=field)
