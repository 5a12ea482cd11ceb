"""Addresses: the API for devices, the portals for people."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from server.api.v1.api import build
from server.core.views import LogIn, front
from server.crowd import views as crowd
from server.employers import views as employer
from server.employers.opening_views import opening_page, openings_page
from server.intake import views as intake
from server.organizers import boot_views, face_views, plan_views
from server.organizers import views as organizer
from server.organizers.alike_views import alike
from server.organizers.booth_views import booths_csv, booths_page
from server.organizers.document_views import documents_page
from server.organizers.key_views import keys_page
from server.organizers.pass_views import passes
from server.organizers.posting_views import postings_page
from server.organizers.rescuing import rescue_page
from server.organizers.stolen_views import kiosk_resumes
from server.organizers.tries_views import tries_page
from server.paper.receipts import consent_receipt
from server.seekers import views as seekers

urlpatterns = [
    path("api/v1/", build().urls),
    path("admin/", admin.site.urls),
    path("language/", include("django.conf.urls.i18n")),
    path("", front, name="front"),
    path("login", LogIn.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("w", intake.take_back, name="take-back"),
    path("c", consent_receipt, name="consent-receipt"),
    path("p", seekers.handover, name="handover"),
    path("employer/", employer.inbox, name="inbox"),
    path("employer/openings", openings_page, name="employer-openings"),
    path("employer/openings/<str:opening>", opening_page, name="employer-opening"),
    path("employer/submissions/<str:submission>", employer.resume, name="resume"),
    path("employer/submissions/<str:submission>/pdf", employer.pdf, name="resume-pdf"),
    path("employer/submissions/<str:submission>/status", employer.status, name="resume-status"),
    path("employer/submissions/<str:submission>/notes", employer.note, name="resume-note"),
    path("employer/booth", crowd.booth_page, name="booth"),
    path("employer/booth/queue", crowd.queue, name="booth-queue"),
    path("employer/booth/check-ins", crowd.came, name="booth-check-in"),
    path("organizer/", organizer.front, name="organizer"),
    path("organizer/<str:fair>/", organizer.show_board, name="board"),
    path("organizer/<str:fair>/kiosks", organizer.kiosks, name="kiosks"),
    path("organizer/<str:fair>/kiosks/<str:name>/revoke", organizer.revoke, name="revoke"),
    path("organizer/<str:fair>/kiosks/<str:name>/resumes", kiosk_resumes, name="kiosk-resumes"),
    path("organizer/<str:fair>/kiosks/<str:name>/key", boot_views.release_key, name="release-key"),
    path("organizer/<str:fair>/kiosks/<str:name>/release", boot_views.set_release, name="set-release"),
    path("organizer/<str:fair>/pairings/<str:key>", organizer.answer_pairing, name="answer-pairing"),
    path("organizer/<str:fair>/passes", passes, name="passes"),
    path("organizer/<str:fair>/codes", tries_page, name="tries"),
    path("organizer/<str:fair>/forget", organizer.forget_seeker, name="forget"),
    path("organizer/<str:fair>/rescue", rescue_page, name="rescue"),
    path("organizer/<str:fair>/face", face_views.face, name="face"),
    path("organizer/<str:fair>/face/filed", face_views.filed, name="face-filed"),
    path("organizer/<str:fair>/face/assessment.pdf", face_views.assessment, name="assessment"),
    path("organizer/<str:fair>/face/sign.pdf", face_views.sign, name="sign"),
    path("organizer/<str:fair>/face/texts", face_views.consent_words, name="consent-texts"),
    path("organizer/<str:fair>/proofs", face_views.proofs, name="proofs"),
    path("organizer/<str:fair>/proofs.json", face_views.proofs_json, name="proofs-json"),
    path("organizer/<str:fair>/alike", alike, name="alike"),
    path("organizer/<str:fair>/documents", documents_page, name="documents"),
    path("organizer/<str:fair>/plan", plan_views.plan_page, name="plan"),
    path("organizer/<str:fair>/plan/draft", plan_views.plan_save, name="plan-save"),
    path("organizer/<str:fair>/plan/import", plan_views.plan_import, name="plan-import"),
    path("organizer/<str:fair>/plan/tour", plan_views.plan_tour, name="plan-tour"),
    path("organizer/<str:fair>/plan/publish", plan_views.plan_publish, name="plan-publish"),
    path("organizer/<str:fair>/plan/reach", plan_views.plan_reach, name="plan-reach"),
    path("organizer/<str:fair>/booths", booths_page, name="booths"),
    path("organizer/<str:fair>/booths.csv", booths_csv, name="booths-csv"),
    path("organizer/<str:fair>/keys", keys_page, name="keys"),
    path("organizer/<str:fair>/openings", postings_page, name="postings"),
    path("organizer/<str:fair>/publish", organizer.publish_fair, name="publish"),
]
