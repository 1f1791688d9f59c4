"""All models of the app, for Django. Other apps import them from here; the rooms of `cms` import the modules directly."""

from cms.accounts.models import ProgrammeRole, RecoveryCodes  # noqa: F401  re-exported
from cms.backups.models import BackupRun  # noqa: F401  re-exported
from cms.base.rate_limits import LimitCount  # noqa: F401  re-exported
from cms.base.restorations import Restoration  # noqa: F401  re-exported
from cms.delivery.look.models import LookSettings  # noqa: F401  re-exported
from cms.delivery.models import HubSettings, SocialChannel  # noqa: F401  re-exported
from cms.drafts.models import DraftedPage, WrittenOnce, WrittenVersion  # noqa: F401  re-exported
from cms.editing.models import DiaryAddress, PutOffReminder  # noqa: F401  re-exported
from cms.graphql.manifests.models import DocumentUse, FrontendDocument  # noqa: F401  re-exported
from cms.history.models import HistoryTable, Withholding  # noqa: F401  re-exported
from cms.jobs.heartbeat import Heartbeat  # noqa: F401  re-exported
from cms.jobs.runs import JobRun  # noqa: F401  re-exported
from cms.links.models import BROKEN_AFTER, Link, LinkedAddress, ScannedPage  # noqa: F401  re-exported
from cms.media.models import DocumentRow, HubDocument, HubImage, HubRendition, to_be_described  # noqa: F401  re-exported
from cms.notifications.models import Notification, NotificationPreference  # noqa: F401  re-exported
from cms.operations.notices import Notice  # noqa: F401  re-exported
from cms.pages.models import (  # noqa: F401  re-exported
    BasePage,
    Change,
    IndexPage,
    LastUpdate,
    PageSource,
    PreviewFrontend,
    PreviewLink,
    ProgrammeTerm,
    Snippet,
    Term,
    TranslatedTextsPanel,
    Translation,
)
from cms.proposals.models import ProgramProposal, ProgramProposalState  # noqa: F401  re-exported
from cms.quality.models import Writing, WritingSettings  # noqa: F401  re-exported
from cms.signposts.groups import HelpGroup, HelpSubject  # noqa: F401  re-exported
from cms.signposts.models import Signpost  # noqa: F401  re-exported
from cms.sites.models import FormerAddress, ProgrammeSite  # noqa: F401  re-exported
from cms.tokens.models import AccessToken  # noqa: F401  re-exported
from cms.visibility.content_version import ContentVersion  # noqa: F401  re-exported
from cms.vocabularies.models import ProgrammeVocabularies, VocabularyRow  # noqa: F401  re-exported
