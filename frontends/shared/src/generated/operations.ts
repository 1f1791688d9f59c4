// Written by codegen.mjs: npm run codegen.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** The state of an action agreed at a meeting. */
export type ActionState =
  /** Done. */
  | 'DONE'
  /** Dropped. */
  | 'DROPPED'
  /** Open. */
  | 'OPEN';

/** The purpose of a call-out. */
export type CallOutKind =
  /** Important. */
  | 'IMPORTANT'
  /** Information. */
  | 'INFORMATION'
  /** Warning. */
  | 'WARNING';

/** The kind of a change of a page, from the readers' point of view. */
export type ChangeKind =
  /** Was public and was published again. */
  | 'CHANGED'
  /** Has another address now; the text may have changed with it. */
  | 'MOVED'
  /** Became public, for the first time or again. */
  | 'PUBLISHED'
  /** Is no longer public. */
  | 'WITHDRAWN';

/** The precision of a date. */
export type DatePrecision =
  /** To the day. */
  | 'DAY'
  /** To the month. */
  | 'MONTH'
  /** To the minute. */
  | 'TIME'
  /** To the year. */
  | 'YEAR';

/** Feedback: a message, an answer to “Was this page useful?”, or both. */
export type FeedbackInput = {
  /** Their e-mail address, if they want an answer. */
  readonly email?: string | null | undefined;
  /** What they write, 10000 characters at most. */
  readonly message?: string | null | undefined;
  /** Their name, if they want an answer. Show `feedbackWording` at the field. */
  readonly name?: string | null | undefined;
  /** Path of the page that the feedback refers to. */
  readonly page?: string | null | undefined;
  /** Their answer to whether the page was useful. */
  readonly useful?: Useful | null | undefined;
  /** Slug of the work stream, if they chose one; otherwise it is taken from the page. */
  readonly workStream?: string | null | undefined;
};

/** The languages that a hub's pages can be in. */
export type LocaleCode =
  /** Afrikaans. */
  | 'AF'
  /** Arabic. */
  | 'AR'
  /** Algerian Arabic. */
  | 'AR_DZ'
  /** Asturian. */
  | 'AST'
  /** Azerbaijani. */
  | 'AZ'
  /** Belarusian. */
  | 'BE'
  /** Bulgarian. */
  | 'BG'
  /** Bengali. */
  | 'BN'
  /** Breton. */
  | 'BR'
  /** Bosnian. */
  | 'BS'
  /** Catalan. */
  | 'CA'
  /** Central Kurdish (Sorani). */
  | 'CKB'
  /** Czech. */
  | 'CS'
  /** Welsh. */
  | 'CY'
  /** Danish. */
  | 'DA'
  /** German. */
  | 'DE'
  /** Lower Sorbian. */
  | 'DSB'
  /** Greek. */
  | 'EL'
  /** English. */
  | 'EN'
  /** Australian English. */
  | 'EN_AU'
  /** British English. */
  | 'EN_GB'
  /** Esperanto. */
  | 'EO'
  /** Spanish. */
  | 'ES'
  /** Argentinian Spanish. */
  | 'ES_AR'
  /** Colombian Spanish. */
  | 'ES_CO'
  /** Mexican Spanish. */
  | 'ES_MX'
  /** Nicaraguan Spanish. */
  | 'ES_NI'
  /** Venezuelan Spanish. */
  | 'ES_VE'
  /** Estonian. */
  | 'ET'
  /** Basque. */
  | 'EU'
  /** Persian. */
  | 'FA'
  /** Finnish. */
  | 'FI'
  /** French. */
  | 'FR'
  /** Frisian. */
  | 'FY'
  /** Irish. */
  | 'GA'
  /** Scottish Gaelic. */
  | 'GD'
  /** Galician. */
  | 'GL'
  /** Hebrew. */
  | 'HE'
  /** Hindi. */
  | 'HI'
  /** Croatian. */
  | 'HR'
  /** Upper Sorbian. */
  | 'HSB'
  /** Hungarian. */
  | 'HU'
  /** Armenian. */
  | 'HY'
  /** Interlingua. */
  | 'IA'
  /** Indonesian. */
  | 'ID'
  /** Igbo. */
  | 'IG'
  /** Ido. */
  | 'IO'
  /** Icelandic. */
  | 'IS'
  /** Italian. */
  | 'IT'
  /** Japanese. */
  | 'JA'
  /** Georgian. */
  | 'KA'
  /** Kabyle. */
  | 'KAB'
  /** Kazakh. */
  | 'KK'
  /** Khmer. */
  | 'KM'
  /** Kannada. */
  | 'KN'
  /** Korean. */
  | 'KO'
  /** Kyrgyz. */
  | 'KY'
  /** Luxembourgish. */
  | 'LB'
  /** Lithuanian. */
  | 'LT'
  /** Latvian. */
  | 'LV'
  /** Macedonian. */
  | 'MK'
  /** Malayalam. */
  | 'ML'
  /** Mongolian. */
  | 'MN'
  /** Marathi. */
  | 'MR'
  /** Malay. */
  | 'MS'
  /** Burmese. */
  | 'MY'
  /** Norwegian Bokmal. */
  | 'NB'
  /** Nepali. */
  | 'NE'
  /** Dutch. */
  | 'NL'
  /** Norwegian Nynorsk. */
  | 'NN'
  /** Norwegian. */
  | 'NO'
  /** Ossetic. */
  | 'OS'
  /** Punjabi. */
  | 'PA'
  /** Polish. */
  | 'PL'
  /** Portuguese. */
  | 'PT'
  /** Brazilian Portuguese. */
  | 'PT_BR'
  /** Romanian. */
  | 'RO'
  /** Russian. */
  | 'RU'
  /** Scots. */
  | 'SCO'
  /** Slovak. */
  | 'SK'
  /** Slovenian. */
  | 'SL'
  /** Albanian. */
  | 'SQ'
  /** Serbian. */
  | 'SR'
  /** Serbian Latin. */
  | 'SR_LATN'
  /** Swedish. */
  | 'SV'
  /** Swahili. */
  | 'SW'
  /** Tamil. */
  | 'TA'
  /** Telugu. */
  | 'TE'
  /** Tajik. */
  | 'TG'
  /** Thai. */
  | 'TH'
  /** Turkmen. */
  | 'TK'
  /** Turkish. */
  | 'TR'
  /** Tatar. */
  | 'TT'
  /** Udmurt. */
  | 'UDM'
  /** Uyghur. */
  | 'UG'
  /** Ukrainian. */
  | 'UK'
  /** Urdu. */
  | 'UR'
  /** Uzbek. */
  | 'UZ'
  /** Vietnamese. */
  | 'VI'
  /** Simplified Chinese. */
  | 'ZH_HANS'
  /** Traditional Chinese. */
  | 'ZH_HANT';

/** The state of a meeting and its minutes. */
export type MeetingState =
  /** Minutes agreed. */
  | 'AGREED'
  /** Held, minutes to follow. */
  | 'HELD'
  /** Minutes in draft. */
  | 'MINUTES_DRAFT'
  /** Planned. */
  | 'PLANNED';

/** The types of pages: NEWS_PAGE is the type NewsPage, and so on. */
export type PageType =
  /** Pages of the type AudiencePage. */
  | 'AUDIENCE_PAGE'
  /** Pages of the type CommitmentPage. */
  | 'COMMITMENT_PAGE'
  /** Pages of the type DocumentCollectionIndexPage. */
  | 'DOCUMENT_COLLECTION_INDEX_PAGE'
  /** Pages of the type DocumentCollectionPage. */
  | 'DOCUMENT_COLLECTION_PAGE'
  /** Pages of the type EventIndexPage. */
  | 'EVENT_INDEX_PAGE'
  /** Pages of the type EventPage. */
  | 'EVENT_PAGE'
  /** Pages of the type GlossaryPage. */
  | 'GLOSSARY_PAGE'
  /** Pages of the type GroupIndexPage. */
  | 'GROUP_INDEX_PAGE'
  /** Pages of the type GroupPage. */
  | 'GROUP_PAGE'
  /** Pages of the type HomePage. */
  | 'HOME_PAGE'
  /** Pages of the type IssueIndexPage. */
  | 'ISSUE_INDEX_PAGE'
  /** Pages of the type IssuePage. */
  | 'ISSUE_PAGE'
  /** Pages of the type KeyMessageIndexPage. */
  | 'KEY_MESSAGE_INDEX_PAGE'
  /** Pages of the type KeyMessagePage. */
  | 'KEY_MESSAGE_PAGE'
  /** Pages of the type MeetingPage. */
  | 'MEETING_PAGE'
  /** Pages of the type NewsIndexPage. */
  | 'NEWS_INDEX_PAGE'
  /** Pages of the type NewsPage. */
  | 'NEWS_PAGE'
  /** Pages of the type ProgressPage. */
  | 'PROGRESS_PAGE'
  /** Pages of the type PublicationIndexPage. */
  | 'PUBLICATION_INDEX_PAGE'
  /** Pages of the type PublicationPage. */
  | 'PUBLICATION_PAGE'
  /** Pages of the type StandardPage. */
  | 'STANDARD_PAGE'
  /** Pages of the type TeamIndexPage. */
  | 'TEAM_INDEX_PAGE'
  /** Pages of the type TeamProfilePage. */
  | 'TEAM_PROFILE_PAGE'
  /** Pages of the type WorkStreamIndexPage. */
  | 'WORK_STREAM_INDEX_PAGE'
  /** Pages of the type WorkStreamPage. */
  | 'WORK_STREAM_PAGE'
  /** Pages of the type YouSaidWeDidPage. */
  | 'YOU_SAID_WE_DID_PAGE';

/** Whether a programme is kept. */
export type ProgrammeState =
  /** Archived. */
  | 'ARCHIVED'
  /** Closed. */
  | 'CLOSED'
  /** Open. */
  | 'OPEN';

/** The facets of results. */
export type SearchFacetName =
  /** Audience. */
  | 'AUDIENCE'
  /** Today's status of a recommendation or action. */
  | 'STATUS'
  /** Work stream. */
  | 'STREAM'
  /** Topic. */
  | 'TOPIC'
  /** Type of page. */
  | 'TYPE'
  /** Year. */
  | 'YEAR';

/** The position of help among results. */
export type SearchHelpPlace =
  /** Above all results. */
  | 'FIRST'
  /** One line beside the results. */
  | 'LINE';

/** How soon help is needed. */
export type SearchHelpUrgency =
  /** Now: somebody is in danger. */
  | 'NOW'
  /** Soon: somebody is being harmed. */
  | 'SOON'
  /** Somebody needs to talk. */
  | 'TALK';

/** The order of results. */
export type SearchOrder =
  /** Newest first. */
  | 'DATE'
  /** Most relevant first. */
  | 'RELEVANCE';

/** Filters of results. Values of one field are alternatives: of none, none matches. All given fields must match. */
export type SearchWhere = {
  /** For one of these audiences, by slug. */
  readonly audiences?: ReadonlyArray<string> | null | undefined;
  /** Recommendations and actions with a status of one of these keys: not_started, in_progress, complete, changed, stopped, not_recorded. */
  readonly statuses?: ReadonlyArray<string> | null | undefined;
  /** In one of these work streams, by slug. */
  readonly streams?: ReadonlyArray<string> | null | undefined;
  /** About one of these topics, by slug. */
  readonly topics?: ReadonlyArray<string> | null | undefined;
  /** One of these types of pages. */
  readonly types?: ReadonlyArray<PageType> | null | undefined;
  /** In one of these years. */
  readonly years?: ReadonlyArray<number> | null | undefined;
};

/** The significance of a change, chosen by the editor who published it. */
export type Significance =
  /** Major: readers should hear of it, in feeds and in the newsletter. */
  | 'MAJOR'
  /** Minor: corrections and small additions. */
  | 'MINOR';

/** The meaning of a status, under whichever name a programme uses it. */
export type StatusCategory =
  /** Replaced by something else. */
  | 'CHANGED'
  /** Done. */
  | 'DONE'
  /** Nothing is recorded. */
  | 'NONE'
  /** To be done or under way. */
  | 'OPEN'
  /** Given up. */
  | 'STOPPED';

/** The state of a work stream. */
export type StreamState =
  /** Active. */
  | 'ACTIVE'
  /** Archived. */
  | 'ARCHIVED'
  /** Complete. */
  | 'COMPLETE';

/** A request to subscribe: an address, lists and interests. */
export type SubscribeInput = {
  /** Slugs of audiences. Neither these nor interests means everything. */
  readonly audiences?: ReadonlyArray<string> | null | undefined;
  /** The e-mail address, as typed. */
  readonly email: string;
  /** Slugs of work streams; none means everything. */
  readonly interests?: ReadonlyArray<string> | null | undefined;
  /** Slugs of the lists. May be left out while only one is offered. */
  readonly lists?: ReadonlyArray<string> | null | undefined;
  /** Path of the page that has the form; stored as part of the consent. */
  readonly page?: string | null | undefined;
};

/** How much of a commitment's wording is on the hub. */
export type TextStatus =
  /** Held. */
  | 'HELD'
  /** Not held. */
  | 'NOT_HELD'
  /** Partly held. */
  | 'PARTLY_HELD';

/** An answer to “Was this page useful?” */
export type Useful =
  /** No. */
  | 'NO'
  /** Partly. */
  | 'PARTLY'
  /** Yes. */
  | 'YES';

/** What is wrong with a mutation's input. Each mutation names the codes that it gives. */
export type UserErrorCode =
  /** The token is forged, incomplete, too old or used; which of them isn't revealed. */
  | 'BAD_TOKEN'
  /** Somebody saved another version since the one that the change starts from. */
  | 'CONFLICT'
  /** A value is malformed, such as an address without an @. */
  | 'INVALID'
  /** The page is locked in the admin, or its draft is approved, scheduled or being sent. */
  | 'LOCKED'
  /** A list doesn't take addresses of this domain. */
  | 'NOT_ALLOWED'
  /** There is nothing with this id, or the person behind the token may not do this with it. */
  | 'NOT_FOUND'
  /** Something was named that can't be chosen, such as an unknown list. */
  | 'NOT_OFFERED'
  /** The person behind the token may not do this, or only people do it in the admin. */
  | 'NOT_PERMITTED'
  /** The idempotency key was sent with another input within 24 hours. */
  | 'OTHER_INPUT'
  /** The programme has ended, so its forms and lists are closed. */
  | 'PROGRAMME_ARCHIVED'
  /** A value is missing. */
  | 'REQUIRED'
  /** A text is too long. */
  | 'TOO_LONG'
  /** The network sent too often within an hour; at `email`, an address lets it go on; else try again in an hour. */
  | 'TOO_MANY_REQUESTS';

export type AddressesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type AddressesQuery = { readonly pages: { readonly nodes: ReadonlyArray<
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
    >, readonly pageInfo: NextPageFragment } };

export type ChangesQueryVariables = Exact<{
  since: string;
  after?: string | null | undefined;
}>;


export type ChangesQuery = { readonly changes: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly at: string, readonly kind: ChangeKind, readonly significance: Significance, readonly note: string, readonly path: string, readonly page:
        | Link_AudiencePage_Fragment
        | Link_CommitmentPage_Fragment
        | Link_DocumentCollectionIndexPage_Fragment
        | Link_DocumentCollectionPage_Fragment
        | Link_EventIndexPage_Fragment
        | Link_EventPage_Fragment
        | Link_GlossaryPage_Fragment
        | Link_GroupIndexPage_Fragment
        | Link_GroupPage_Fragment
        | Link_HomePage_Fragment
        | Link_IssueIndexPage_Fragment
        | Link_IssuePage_Fragment
        | Link_KeyMessageIndexPage_Fragment
        | Link_KeyMessagePage_Fragment
        | Link_MeetingPage_Fragment
        | Link_NewsIndexPage_Fragment
        | Link_NewsPage_Fragment
        | Link_ProgressPage_Fragment
        | Link_PublicationIndexPage_Fragment
        | Link_PublicationPage_Fragment
        | Link_StandardPage_Fragment
        | Link_TeamIndexPage_Fragment
        | Link_TeamProfilePage_Fragment
        | Link_WorkStreamIndexPage_Fragment
        | Link_WorkStreamPage_Fragment
        | Link_YouSaidWeDidPage_Fragment
       | null }>, readonly pageInfo: NextPageFragment } };

export type CollectionsQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type CollectionsQuery = { readonly collections: { readonly totalCount: number, readonly nodes: ReadonlyArray<Card_DocumentCollectionPage_Fragment>, readonly pageInfo: NextPageFragment } };

export type CommitmentsQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  stream?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type CommitmentsQuery = { readonly commitments: { readonly totalCount: number, readonly nodes: ReadonlyArray<(
      { readonly workStream: Link_WorkStreamPage_Fragment | null }
      & CommitmentRowFragment
    )>, readonly pageInfo: NextPageFragment } };

export type DraftQueryVariables = Exact<{
  token: string;
}>;


export type DraftQuery = { readonly page:
    | WholePage_AudiencePage_Fragment
    | WholePage_CommitmentPage_Fragment
    | WholePage_DocumentCollectionIndexPage_Fragment
    | WholePage_DocumentCollectionPage_Fragment
    | WholePage_EventIndexPage_Fragment
    | WholePage_EventPage_Fragment
    | WholePage_GlossaryPage_Fragment
    | WholePage_GroupIndexPage_Fragment
    | WholePage_GroupPage_Fragment
    | WholePage_HomePage_Fragment
    | WholePage_IssueIndexPage_Fragment
    | WholePage_IssuePage_Fragment
    | WholePage_KeyMessageIndexPage_Fragment
    | WholePage_KeyMessagePage_Fragment
    | WholePage_MeetingPage_Fragment
    | WholePage_NewsIndexPage_Fragment
    | WholePage_NewsPage_Fragment
    | WholePage_ProgressPage_Fragment
    | WholePage_PublicationIndexPage_Fragment
    | WholePage_PublicationPage_Fragment
    | WholePage_StandardPage_Fragment
    | WholePage_TeamIndexPage_Fragment
    | WholePage_TeamProfilePage_Fragment
    | WholePage_WorkStreamIndexPage_Fragment
    | WholePage_WorkStreamPage_Fragment
    | WholePage_YouSaidWeDidPage_Fragment
   | null };

export type EngagementsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type EngagementsQuery = { readonly engagements: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly date: string, readonly publicSummary: string, readonly kind: { readonly label: string }, readonly organisations: { readonly nodes: ReadonlyArray<OrganisationLinkFragment> }, readonly workStreams: { readonly nodes: ReadonlyArray<Link_WorkStreamPage_Fragment> } }>, readonly pageInfo: NextPageFragment } };

export type EventsQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type EventsQuery = { readonly events: { readonly totalCount: number, readonly nodes: ReadonlyArray<Card_EventPage_Fragment>, readonly pageInfo: NextPageFragment } };

export type FormWordsQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
}>;


export type FormWordsQuery = { readonly feedbackWording: string, readonly subscribeWording: string, readonly site: { readonly newsletterName: string, readonly newsletterRhythm: number, readonly notForForms: string, readonly responseTime: string }, readonly workStreams: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly slug: string, readonly title: string }> } };

export type FrameQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  day?: string | null | undefined;
}>;


export type FrameQuery = { readonly site: { readonly name: string, readonly organisation: string, readonly demonstration: boolean, readonly contactName: string, readonly contactEmail: string, readonly contactPhone: string, readonly contactHours: string, readonly responseTime: string, readonly notForForms: string, readonly newsletterName: string, readonly newsletterRhythm: number, readonly searchExamples: string, readonly helpQuestion: string, readonly helpSummary: string, readonly socialChannels: ReadonlyArray<{ readonly id: string, readonly platform: string, readonly handle: string, readonly address: string }>, readonly look: { readonly theme: string, readonly typeface: string, readonly showName: boolean, readonly favicon: string, readonly footerText: string, readonly footerLinks: ReadonlyArray<{ readonly text: string, readonly url: string }>, readonly logo: { readonly url: string, readonly alt: string, readonly width: number, readonly height: number } | null, readonly colours: ReadonlyArray<{ readonly name: string, readonly light: string, readonly dark: string | null }> } }, readonly programme: { readonly name: string, readonly shortName: string, readonly state: ProgrammeState, readonly successor: string, readonly record: { readonly current: boolean, readonly sentence: string }, readonly words: ReadonlyArray<{ readonly key: string, readonly singular: string, readonly plural: string }> }, readonly locales: ReadonlyArray<{ readonly code: LocaleCode, readonly tag: string, readonly name: string, readonly isDefault: boolean, readonly home:
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
     | null }>, readonly helpAtOnce: ReadonlyArray<{ readonly words: string, readonly text: string, readonly signpost: { readonly telephoneLink: string } }>, readonly homePage: (
    { readonly children: { readonly nodes: ReadonlyArray<
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_AudiencePage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_CommitmentPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_DocumentCollectionIndexPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_DocumentCollectionPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_EventIndexPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_EventPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_GlossaryPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_GroupIndexPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_GroupPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_HomePage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_IssueIndexPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_IssuePage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_KeyMessageIndexPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_KeyMessagePage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_MeetingPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_NewsIndexPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_NewsPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_ProgressPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_PublicationIndexPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_PublicationPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_StandardPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_TeamIndexPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_TeamProfilePage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_WorkStreamIndexPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_WorkStreamPage_Fragment
        )
        | (
          { readonly children: { readonly nodes: ReadonlyArray<
              | MenuEntry_AudiencePage_Fragment
              | MenuEntry_CommitmentPage_Fragment
              | MenuEntry_DocumentCollectionIndexPage_Fragment
              | MenuEntry_DocumentCollectionPage_Fragment
              | MenuEntry_EventIndexPage_Fragment
              | MenuEntry_EventPage_Fragment
              | MenuEntry_GlossaryPage_Fragment
              | MenuEntry_GroupIndexPage_Fragment
              | MenuEntry_GroupPage_Fragment
              | MenuEntry_HomePage_Fragment
              | MenuEntry_IssueIndexPage_Fragment
              | MenuEntry_IssuePage_Fragment
              | MenuEntry_KeyMessageIndexPage_Fragment
              | MenuEntry_KeyMessagePage_Fragment
              | MenuEntry_MeetingPage_Fragment
              | MenuEntry_NewsIndexPage_Fragment
              | MenuEntry_NewsPage_Fragment
              | MenuEntry_ProgressPage_Fragment
              | MenuEntry_PublicationIndexPage_Fragment
              | MenuEntry_PublicationPage_Fragment
              | MenuEntry_StandardPage_Fragment
              | MenuEntry_TeamIndexPage_Fragment
              | MenuEntry_TeamProfilePage_Fragment
              | MenuEntry_WorkStreamIndexPage_Fragment
              | MenuEntry_WorkStreamPage_Fragment
              | MenuEntry_YouSaidWeDidPage_Fragment
            > } }
          & MenuEntry_YouSaidWeDidPage_Fragment
        )
      > } }
    & MenuEntry_HomePage_Fragment
  ) | null };

type MenuEntry_AudiencePage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_CommitmentPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_DocumentCollectionIndexPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_DocumentCollectionPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_EventIndexPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_EventPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_GlossaryPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_GroupIndexPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_GroupPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_HomePage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_IssueIndexPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_IssuePage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_KeyMessageIndexPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_KeyMessagePage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_MeetingPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_NewsIndexPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_NewsPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_ProgressPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_PublicationIndexPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_PublicationPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_StandardPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_TeamIndexPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_TeamProfilePage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_WorkStreamIndexPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_WorkStreamPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

type MenuEntry_YouSaidWeDidPage_Fragment = { readonly id: string, readonly title: string, readonly path: string };

export type MenuEntryFragment =
  | MenuEntry_AudiencePage_Fragment
  | MenuEntry_CommitmentPage_Fragment
  | MenuEntry_DocumentCollectionIndexPage_Fragment
  | MenuEntry_DocumentCollectionPage_Fragment
  | MenuEntry_EventIndexPage_Fragment
  | MenuEntry_EventPage_Fragment
  | MenuEntry_GlossaryPage_Fragment
  | MenuEntry_GroupIndexPage_Fragment
  | MenuEntry_GroupPage_Fragment
  | MenuEntry_HomePage_Fragment
  | MenuEntry_IssueIndexPage_Fragment
  | MenuEntry_IssuePage_Fragment
  | MenuEntry_KeyMessageIndexPage_Fragment
  | MenuEntry_KeyMessagePage_Fragment
  | MenuEntry_MeetingPage_Fragment
  | MenuEntry_NewsIndexPage_Fragment
  | MenuEntry_NewsPage_Fragment
  | MenuEntry_ProgressPage_Fragment
  | MenuEntry_PublicationIndexPage_Fragment
  | MenuEntry_PublicationPage_Fragment
  | MenuEntry_StandardPage_Fragment
  | MenuEntry_TeamIndexPage_Fragment
  | MenuEntry_TeamProfilePage_Fragment
  | MenuEntry_WorkStreamIndexPage_Fragment
  | MenuEntry_WorkStreamPage_Fragment
  | MenuEntry_YouSaidWeDidPage_Fragment
;

export type GiveFeedbackMutationVariables = Exact<{
  input: FeedbackInput;
}>;


export type GiveFeedbackMutation = { readonly submitFeedback: { readonly number: string | null, readonly message: string | null, readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string>, readonly code: UserErrorCode, readonly message: string }> } };

export type GlossaryQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type GlossaryQuery = { readonly glossaryTerms: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly slug: string, readonly longForm: string, readonly description: string }>, readonly pageInfo: NextPageFragment } };

export type GroupsQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type GroupsQuery = { readonly groups: { readonly totalCount: number, readonly nodes: ReadonlyArray<Card_GroupPage_Fragment>, readonly pageInfo: NextPageFragment } };

export type HelpQueryVariables = Exact<{ [key: string]: never; }>;


export type HelpQuery = { readonly site: { readonly helpQuestion: string, readonly helpSummary: string }, readonly helpGroups: ReadonlyArray<{ readonly key: string, readonly name: string, readonly heading: string, readonly banner: string }>, readonly signposts: ReadonlyArray<SignpostPartsFragment> };

export type HomeQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  now: string;
  day?: string | null | undefined;
}>;


export type HomeQuery = { readonly workStreams: { readonly nodes: ReadonlyArray<(
      { readonly state: StreamState }
      & Part_WorkStreamPage_Fragment
    )> }, readonly news: { readonly nodes: ReadonlyArray<NewsCardFragment> }, readonly events: { readonly nodes: ReadonlyArray<Card_EventPage_Fragment> }, readonly progress: { readonly asOf: string, readonly totals: FiguresFragment } };

export type IssuesQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type IssuesQuery = { readonly issues: { readonly totalCount: number, readonly nodes: ReadonlyArray<Card_IssuePage_Fragment>, readonly pageInfo: NextPageFragment } };

export type KeyMessagesQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type KeyMessagesQuery = { readonly keyMessages: { readonly totalCount: number, readonly nodes: ReadonlyArray<Card_KeyMessagePage_Fragment>, readonly pageInfo: NextPageFragment } };

export type MeetingsQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type MeetingsQuery = { readonly meetings: { readonly totalCount: number, readonly nodes: ReadonlyArray<Card_MeetingPage_Fragment>, readonly pageInfo: NextPageFragment } };

export type NewsQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type NewsQuery = { readonly news: { readonly totalCount: number, readonly nodes: ReadonlyArray<NewsCardFragment>, readonly pageInfo: NextPageFragment } };

export type PeopleQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type PeopleQuery = { readonly teamProfiles: { readonly totalCount: number, readonly nodes: ReadonlyArray<(
      { readonly postTitle: string, readonly leftOn: string | null, readonly leftOnPrecision: DatePrecision, readonly photo: CardImageFragment | null, readonly duties: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly kind: { readonly label: string }, readonly workStream: Link_WorkStreamPage_Fragment | null, readonly policyArea: { readonly name: string } | null }> } }
      & Link_TeamProfilePage_Fragment
    )>, readonly pageInfo: NextPageFragment } };

export type ProgressQueryVariables = Exact<{
  day?: string | null | undefined;
}>;


export type ProgressQuery = { readonly progress: { readonly asOf: string, readonly totals: FiguresFragment, readonly byStream: ReadonlyArray<{ readonly kind: { readonly key: string, readonly label: string }, readonly workStream: Link_WorkStreamPage_Fragment | null, readonly totals: FiguresFragment }>, readonly series: ReadonlyArray<{ readonly date: string, readonly datePrecision: DatePrecision, readonly totals: { readonly total: number, readonly complete: number } }> }, readonly programme: { readonly phases: ReadonlyArray<PhasePartsFragment> } };

export type PublicationsQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type PublicationsQuery = { readonly publications: { readonly totalCount: number, readonly nodes: ReadonlyArray<Card_PublicationPage_Fragment>, readonly pageInfo: NextPageFragment } };

export type RedirectsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type RedirectsQuery = { readonly redirects: { readonly nodes: ReadonlyArray<{ readonly fromPath: string, readonly path: string | null, readonly url: string, readonly status: number }>, readonly pageInfo: NextPageFragment } };

export type RouteQueryVariables = Exact<{
  path: string;
  day?: string | null | undefined;
}>;


export type RouteQuery = { readonly route: { readonly page:
      | WholePage_AudiencePage_Fragment
      | WholePage_CommitmentPage_Fragment
      | WholePage_DocumentCollectionIndexPage_Fragment
      | WholePage_DocumentCollectionPage_Fragment
      | WholePage_EventIndexPage_Fragment
      | WholePage_EventPage_Fragment
      | WholePage_GlossaryPage_Fragment
      | WholePage_GroupIndexPage_Fragment
      | WholePage_GroupPage_Fragment
      | WholePage_HomePage_Fragment
      | WholePage_IssueIndexPage_Fragment
      | WholePage_IssuePage_Fragment
      | WholePage_KeyMessageIndexPage_Fragment
      | WholePage_KeyMessagePage_Fragment
      | WholePage_MeetingPage_Fragment
      | WholePage_NewsIndexPage_Fragment
      | WholePage_NewsPage_Fragment
      | WholePage_ProgressPage_Fragment
      | WholePage_PublicationIndexPage_Fragment
      | WholePage_PublicationPage_Fragment
      | WholePage_StandardPage_Fragment
      | WholePage_TeamIndexPage_Fragment
      | WholePage_TeamProfilePage_Fragment
      | WholePage_WorkStreamIndexPage_Fragment
      | WholePage_WorkStreamPage_Fragment
      | WholePage_YouSaidWeDidPage_Fragment
     | null, readonly redirect: { readonly path: string | null, readonly url: string, readonly status: number } | null } | null };

export type SearchQueryVariables = Exact<{
  words: string;
  where?: SearchWhere | null | undefined;
  order?: SearchOrder | null | undefined;
  exact?: boolean | null | undefined;
  locale?: LocaleCode | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchQuery = { readonly search: { readonly totalCount: number, readonly searchedFor: string, readonly corrected: boolean, readonly suggestion: string | null, readonly relaxed: boolean, readonly missing: ReadonlyArray<string>, readonly useful: boolean, readonly help: HelpPartsFragment | null, readonly promoted: ReadonlyArray<ResultFragment>, readonly nodes: ReadonlyArray<ResultFragment>, readonly facets: ReadonlyArray<{ readonly name: SearchFacetName, readonly label: string, readonly values: ReadonlyArray<{ readonly value: string, readonly label: string, readonly count: number, readonly chosen: boolean }> }>, readonly pageInfo: NextPageFragment } };

export type ResultFragment = { readonly typeLabel: string, readonly facts: ReadonlyArray<string>, readonly title: { readonly html: string }, readonly excerpt: { readonly html: string }, readonly page:
    | Link_AudiencePage_Fragment
    | Link_CommitmentPage_Fragment
    | Link_DocumentCollectionIndexPage_Fragment
    | Link_DocumentCollectionPage_Fragment
    | Link_EventIndexPage_Fragment
    | Link_EventPage_Fragment
    | Link_GlossaryPage_Fragment
    | Link_GroupIndexPage_Fragment
    | Link_GroupPage_Fragment
    | Link_HomePage_Fragment
    | Link_IssueIndexPage_Fragment
    | Link_IssuePage_Fragment
    | Link_KeyMessageIndexPage_Fragment
    | Link_KeyMessagePage_Fragment
    | Link_MeetingPage_Fragment
    | Link_NewsIndexPage_Fragment
    | Link_NewsPage_Fragment
    | Link_ProgressPage_Fragment
    | Link_PublicationIndexPage_Fragment
    | Link_PublicationPage_Fragment
    | Link_StandardPage_Fragment
    | Link_TeamIndexPage_Fragment
    | Link_TeamProfilePage_Fragment
    | Link_WorkStreamIndexPage_Fragment
    | Link_WorkStreamPage_Fragment
    | Link_YouSaidWeDidPage_Fragment
  , readonly status: StatusPartsFragment | null, readonly document: FileLinkFragment | null };

export type SubscribeMutationVariables = Exact<{
  input: SubscribeInput;
}>;


export type SubscribeMutation = { readonly subscribe: { readonly message: string | null, readonly userErrors: ReadonlyArray<{ readonly field: ReadonlyArray<string>, readonly code: UserErrorCode, readonly message: string }> } };

export type SuggestQueryVariables = Exact<{
  prefix: string;
  locale?: LocaleCode | null | undefined;
}>;


export type SuggestQuery = { readonly suggest: ReadonlyArray<{ readonly text: string, readonly typeLabel: string, readonly page:
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
     | null, readonly help: { readonly path: string, readonly sentence: string } | null }> };

export type WhereQueryVariables = Exact<{
  path: string;
  day?: string | null | undefined;
}>;


export type WhereQuery = { readonly route: { readonly page:
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
      | { readonly path: string }
     | null, readonly redirect: { readonly path: string | null, readonly url: string, readonly status: number } | null } | null };

export type WorkStreamsQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type WorkStreamsQuery = { readonly workStreams: { readonly totalCount: number, readonly nodes: ReadonlyArray<(
      { readonly state: StreamState }
      & Card_WorkStreamPage_Fragment
    )>, readonly pageInfo: NextPageFragment } };

export type YouSaidQueryVariables = Exact<{
  locale?: LocaleCode | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  day?: string | null | undefined;
}>;


export type YouSaidQuery = { readonly youSaidWeDidPage: { readonly entries: SaidAndDoneFragment } | null };

type Block_CallOutBlock_Fragment = { readonly __typename: 'CallOutBlock', readonly id: string, readonly kind: CallOutKind, readonly richText: { readonly html: string } };

type Block_DocumentBlock_Fragment = { readonly __typename: 'DocumentBlock', readonly id: string, readonly title: string, readonly document: FileLinkFragment | null };

type Block_EmbedBlock_Fragment = { readonly __typename: 'EmbedBlock', readonly id: string, readonly title: string, readonly url: string, readonly description: string };

type Block_HeadingBlock_Fragment = { readonly __typename: 'HeadingBlock', readonly id: string, readonly level: number, readonly text: string, readonly anchor: string };

type Block_ImageBlock_Fragment = { readonly __typename: 'ImageBlock', readonly id: string, readonly caption: string, readonly image: ContentImageFragment | null };

type Block_KeyMessageBlock_Fragment = { readonly __typename: 'KeyMessageBlock', readonly id: string, readonly message: Part_KeyMessagePage_Fragment | null };

type Block_PageLinksBlock_Fragment = { readonly __typename: 'PageLinksBlock', readonly id: string, readonly title: string, readonly pages: ReadonlyArray<
    | Link_AudiencePage_Fragment
    | Link_CommitmentPage_Fragment
    | Link_DocumentCollectionIndexPage_Fragment
    | Link_DocumentCollectionPage_Fragment
    | Link_EventIndexPage_Fragment
    | Link_EventPage_Fragment
    | Link_GlossaryPage_Fragment
    | Link_GroupIndexPage_Fragment
    | Link_GroupPage_Fragment
    | Link_HomePage_Fragment
    | Link_IssueIndexPage_Fragment
    | Link_IssuePage_Fragment
    | Link_KeyMessageIndexPage_Fragment
    | Link_KeyMessagePage_Fragment
    | Link_MeetingPage_Fragment
    | Link_NewsIndexPage_Fragment
    | Link_NewsPage_Fragment
    | Link_ProgressPage_Fragment
    | Link_PublicationIndexPage_Fragment
    | Link_PublicationPage_Fragment
    | Link_StandardPage_Fragment
    | Link_TeamIndexPage_Fragment
    | Link_TeamProfilePage_Fragment
    | Link_WorkStreamIndexPage_Fragment
    | Link_WorkStreamPage_Fragment
    | Link_YouSaidWeDidPage_Fragment
  > };

type Block_ProgressTableBlock_Fragment = { readonly __typename: 'ProgressTableBlock', readonly id: string, readonly title: string, readonly workStream: (
    { readonly slug: string }
    & Link_WorkStreamPage_Fragment
  ) | null };

type Block_QuoteBlock_Fragment = { readonly __typename: 'QuoteBlock', readonly id: string, readonly quote: string, readonly speaker: string };

type Block_RichTextBlock_Fragment = { readonly __typename: 'RichTextBlock', readonly id: string, readonly richText: { readonly html: string } };

type Block_TableBlock_Fragment = { readonly __typename: 'TableBlock', readonly id: string, readonly caption: string, readonly table: { readonly headings: ReadonlyArray<string>, readonly rows: ReadonlyArray<{ readonly cells: ReadonlyArray<{ readonly text: string, readonly number: number | null, readonly richText: { readonly html: string } | null }> }> } };

export type BlockFragment =
  | Block_CallOutBlock_Fragment
  | Block_DocumentBlock_Fragment
  | Block_EmbedBlock_Fragment
  | Block_HeadingBlock_Fragment
  | Block_ImageBlock_Fragment
  | Block_KeyMessageBlock_Fragment
  | Block_PageLinksBlock_Fragment
  | Block_ProgressTableBlock_Fragment
  | Block_QuoteBlock_Fragment
  | Block_RichTextBlock_Fragment
  | Block_TableBlock_Fragment
;

type IssueBlock_HeadingBlock_Fragment = { readonly __typename: 'HeadingBlock', readonly id: string, readonly level: number, readonly text: string, readonly anchor: string };

type IssueBlock_IssueSectionBlock_Fragment = { readonly __typename: 'IssueSectionBlock', readonly id: string, readonly heading: string, readonly items: ReadonlyArray<{ readonly id: string, readonly text: string, readonly page:
      | Part_AudiencePage_Fragment
      | Part_CommitmentPage_Fragment
      | Part_DocumentCollectionIndexPage_Fragment
      | Part_DocumentCollectionPage_Fragment
      | Part_EventIndexPage_Fragment
      | Part_EventPage_Fragment
      | Part_GlossaryPage_Fragment
      | Part_GroupIndexPage_Fragment
      | Part_GroupPage_Fragment
      | Part_HomePage_Fragment
      | Part_IssueIndexPage_Fragment
      | Part_IssuePage_Fragment
      | Part_KeyMessageIndexPage_Fragment
      | Part_KeyMessagePage_Fragment
      | Part_MeetingPage_Fragment
      | Part_NewsIndexPage_Fragment
      | Part_NewsPage_Fragment
      | Part_ProgressPage_Fragment
      | Part_PublicationIndexPage_Fragment
      | Part_PublicationPage_Fragment
      | Part_StandardPage_Fragment
      | Part_TeamIndexPage_Fragment
      | Part_TeamProfilePage_Fragment
      | Part_WorkStreamIndexPage_Fragment
      | Part_WorkStreamPage_Fragment
      | Part_YouSaidWeDidPage_Fragment
     | null }> };

type IssueBlock_PageLinksBlock_Fragment = { readonly __typename: 'PageLinksBlock', readonly id: string, readonly title: string, readonly pages: ReadonlyArray<
    | Link_AudiencePage_Fragment
    | Link_CommitmentPage_Fragment
    | Link_DocumentCollectionIndexPage_Fragment
    | Link_DocumentCollectionPage_Fragment
    | Link_EventIndexPage_Fragment
    | Link_EventPage_Fragment
    | Link_GlossaryPage_Fragment
    | Link_GroupIndexPage_Fragment
    | Link_GroupPage_Fragment
    | Link_HomePage_Fragment
    | Link_IssueIndexPage_Fragment
    | Link_IssuePage_Fragment
    | Link_KeyMessageIndexPage_Fragment
    | Link_KeyMessagePage_Fragment
    | Link_MeetingPage_Fragment
    | Link_NewsIndexPage_Fragment
    | Link_NewsPage_Fragment
    | Link_ProgressPage_Fragment
    | Link_PublicationIndexPage_Fragment
    | Link_PublicationPage_Fragment
    | Link_StandardPage_Fragment
    | Link_TeamIndexPage_Fragment
    | Link_TeamProfilePage_Fragment
    | Link_WorkStreamIndexPage_Fragment
    | Link_WorkStreamPage_Fragment
    | Link_YouSaidWeDidPage_Fragment
  > };

type IssueBlock_RichTextBlock_Fragment = { readonly __typename: 'RichTextBlock', readonly id: string, readonly richText: { readonly html: string } };

export type IssueBlockFragment =
  | IssueBlock_HeadingBlock_Fragment
  | IssueBlock_IssueSectionBlock_Fragment
  | IssueBlock_PageLinksBlock_Fragment
  | IssueBlock_RichTextBlock_Fragment
;

export type NewsCardFragment = (
  { readonly date: string, readonly kind: { readonly label: string }, readonly image: CardImageFragment | null }
  & Part_NewsPage_Fragment
);

export type NextPageFragment = { readonly hasNextPage: boolean, readonly endCursor: string | null };

export type SaidAndDoneFragment = { readonly nodes: ReadonlyArray<{ readonly id: string, readonly date: string, readonly said: string, readonly did: string, readonly workStream: Link_WorkStreamPage_Fragment | null, readonly target:
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
     | null }>, readonly pageInfo: NextPageFragment };

type Head_AudiencePage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_AudiencePage_Fragment
);

type Head_CommitmentPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_CommitmentPage_Fragment
);

type Head_DocumentCollectionIndexPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_DocumentCollectionIndexPage_Fragment
);

type Head_DocumentCollectionPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_DocumentCollectionPage_Fragment
);

type Head_EventIndexPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_EventIndexPage_Fragment
);

type Head_EventPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_EventPage_Fragment
);

type Head_GlossaryPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_GlossaryPage_Fragment
);

type Head_GroupIndexPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_GroupIndexPage_Fragment
);

type Head_GroupPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_GroupPage_Fragment
);

type Head_HomePage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_HomePage_Fragment
);

type Head_IssueIndexPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_IssueIndexPage_Fragment
);

type Head_IssuePage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_IssuePage_Fragment
);

type Head_KeyMessageIndexPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_KeyMessageIndexPage_Fragment
);

type Head_KeyMessagePage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_KeyMessagePage_Fragment
);

type Head_MeetingPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_MeetingPage_Fragment
);

type Head_NewsIndexPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_NewsIndexPage_Fragment
);

type Head_NewsPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_NewsPage_Fragment
);

type Head_ProgressPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_ProgressPage_Fragment
);

type Head_PublicationIndexPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_PublicationIndexPage_Fragment
);

type Head_PublicationPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_PublicationPage_Fragment
);

type Head_StandardPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_StandardPage_Fragment
);

type Head_TeamIndexPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_TeamIndexPage_Fragment
);

type Head_TeamProfilePage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_TeamProfilePage_Fragment
);

type Head_WorkStreamIndexPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_WorkStreamIndexPage_Fragment
);

type Head_WorkStreamPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_WorkStreamPage_Fragment
);

type Head_YouSaidWeDidPage_Fragment = (
  { readonly url: string, readonly summary: string, readonly seoTitle: string, readonly searchDescription: string, readonly updatedOn: string | null, readonly updatedOnPrecision: DatePrecision | null, readonly locale: { readonly code: LocaleCode, readonly tag: string }, readonly headings: ReadonlyArray<{ readonly anchor: string, readonly level: number, readonly text: string }>, readonly ancestors: { readonly nodes: ReadonlyArray<
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
    > }, readonly translations: ReadonlyArray<
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
    | { readonly path: string, readonly url: string, readonly locale: { readonly tag: string, readonly name: string } }
  >, readonly sources: ReadonlyArray<{ readonly id: string, readonly title: string, readonly publisher: string, readonly supports: string, readonly address: string, readonly date: string | null, readonly datePrecision: DatePrecision }>, readonly seo: { readonly canonical: string, readonly title: string, readonly description: string, readonly noindex: boolean, readonly jsonLd: string, readonly openGraph: { readonly type: string, readonly siteName: string, readonly locale: string, readonly title: string, readonly description: string, readonly url: string, readonly image: { readonly url: string, readonly width: number, readonly height: number, readonly alt: string } | null } } }
  & Link_YouSaidWeDidPage_Fragment
);

export type HeadFragment =
  | Head_AudiencePage_Fragment
  | Head_CommitmentPage_Fragment
  | Head_DocumentCollectionIndexPage_Fragment
  | Head_DocumentCollectionPage_Fragment
  | Head_EventIndexPage_Fragment
  | Head_EventPage_Fragment
  | Head_GlossaryPage_Fragment
  | Head_GroupIndexPage_Fragment
  | Head_GroupPage_Fragment
  | Head_HomePage_Fragment
  | Head_IssueIndexPage_Fragment
  | Head_IssuePage_Fragment
  | Head_KeyMessageIndexPage_Fragment
  | Head_KeyMessagePage_Fragment
  | Head_MeetingPage_Fragment
  | Head_NewsIndexPage_Fragment
  | Head_NewsPage_Fragment
  | Head_ProgressPage_Fragment
  | Head_PublicationIndexPage_Fragment
  | Head_PublicationPage_Fragment
  | Head_StandardPage_Fragment
  | Head_TeamIndexPage_Fragment
  | Head_TeamProfilePage_Fragment
  | Head_WorkStreamIndexPage_Fragment
  | Head_WorkStreamPage_Fragment
  | Head_YouSaidWeDidPage_Fragment
;

type WholePage_AudiencePage_Fragment = (
  Head_AudiencePage_Fragment
  & AudiencePagePartsFragment
  & IndexPageParts_AudiencePage_Fragment
);

type WholePage_CommitmentPage_Fragment = (
  Head_CommitmentPage_Fragment
  & CommitmentPagePartsFragment
  & IndexPageParts_CommitmentPage_Fragment
);

type WholePage_DocumentCollectionIndexPage_Fragment = (
  Head_DocumentCollectionIndexPage_Fragment
  & IndexPageParts_DocumentCollectionIndexPage_Fragment
);

type WholePage_DocumentCollectionPage_Fragment = (
  Head_DocumentCollectionPage_Fragment
  & DocumentCollectionPagePartsFragment
  & IndexPageParts_DocumentCollectionPage_Fragment
);

type WholePage_EventIndexPage_Fragment = (
  Head_EventIndexPage_Fragment
  & IndexPageParts_EventIndexPage_Fragment
);

type WholePage_EventPage_Fragment = (
  Head_EventPage_Fragment
  & EventPagePartsFragment
  & IndexPageParts_EventPage_Fragment
);

type WholePage_GlossaryPage_Fragment = (
  Head_GlossaryPage_Fragment
  & IndexPageParts_GlossaryPage_Fragment
);

type WholePage_GroupIndexPage_Fragment = (
  Head_GroupIndexPage_Fragment
  & IndexPageParts_GroupIndexPage_Fragment
);

type WholePage_GroupPage_Fragment = (
  Head_GroupPage_Fragment
  & GroupPagePartsFragment
  & IndexPageParts_GroupPage_Fragment
);

type WholePage_HomePage_Fragment = (
  Head_HomePage_Fragment
  & HomePagePartsFragment
  & IndexPageParts_HomePage_Fragment
);

type WholePage_IssueIndexPage_Fragment = (
  Head_IssueIndexPage_Fragment
  & IndexPageParts_IssueIndexPage_Fragment
);

type WholePage_IssuePage_Fragment = (
  Head_IssuePage_Fragment
  & IssuePagePartsFragment
  & IndexPageParts_IssuePage_Fragment
);

type WholePage_KeyMessageIndexPage_Fragment = (
  Head_KeyMessageIndexPage_Fragment
  & IndexPageParts_KeyMessageIndexPage_Fragment
);

type WholePage_KeyMessagePage_Fragment = (
  Head_KeyMessagePage_Fragment
  & KeyMessagePagePartsFragment
  & IndexPageParts_KeyMessagePage_Fragment
);

type WholePage_MeetingPage_Fragment = (
  Head_MeetingPage_Fragment
  & MeetingPagePartsFragment
  & IndexPageParts_MeetingPage_Fragment
);

type WholePage_NewsIndexPage_Fragment = (
  Head_NewsIndexPage_Fragment
  & IndexPageParts_NewsIndexPage_Fragment
);

type WholePage_NewsPage_Fragment = (
  Head_NewsPage_Fragment
  & NewsPagePartsFragment
  & IndexPageParts_NewsPage_Fragment
);

type WholePage_ProgressPage_Fragment = (
  Head_ProgressPage_Fragment
  & ProgressPagePartsFragment
  & IndexPageParts_ProgressPage_Fragment
);

type WholePage_PublicationIndexPage_Fragment = (
  Head_PublicationIndexPage_Fragment
  & IndexPageParts_PublicationIndexPage_Fragment
);

type WholePage_PublicationPage_Fragment = (
  Head_PublicationPage_Fragment
  & PublicationPagePartsFragment
  & IndexPageParts_PublicationPage_Fragment
);

type WholePage_StandardPage_Fragment = (
  Head_StandardPage_Fragment
  & StandardPagePartsFragment
  & IndexPageParts_StandardPage_Fragment
);

type WholePage_TeamIndexPage_Fragment = (
  Head_TeamIndexPage_Fragment
  & IndexPageParts_TeamIndexPage_Fragment
);

type WholePage_TeamProfilePage_Fragment = (
  Head_TeamProfilePage_Fragment
  & TeamProfilePagePartsFragment
  & IndexPageParts_TeamProfilePage_Fragment
);

type WholePage_WorkStreamIndexPage_Fragment = (
  Head_WorkStreamIndexPage_Fragment
  & IndexPageParts_WorkStreamIndexPage_Fragment
);

type WholePage_WorkStreamPage_Fragment = (
  Head_WorkStreamPage_Fragment
  & WorkStreamPagePartsFragment
  & IndexPageParts_WorkStreamPage_Fragment
);

type WholePage_YouSaidWeDidPage_Fragment = (
  Head_YouSaidWeDidPage_Fragment
  & IndexPageParts_YouSaidWeDidPage_Fragment
);

export type WholePageFragment =
  | WholePage_AudiencePage_Fragment
  | WholePage_CommitmentPage_Fragment
  | WholePage_DocumentCollectionIndexPage_Fragment
  | WholePage_DocumentCollectionPage_Fragment
  | WholePage_EventIndexPage_Fragment
  | WholePage_EventPage_Fragment
  | WholePage_GlossaryPage_Fragment
  | WholePage_GroupIndexPage_Fragment
  | WholePage_GroupPage_Fragment
  | WholePage_HomePage_Fragment
  | WholePage_IssueIndexPage_Fragment
  | WholePage_IssuePage_Fragment
  | WholePage_KeyMessageIndexPage_Fragment
  | WholePage_KeyMessagePage_Fragment
  | WholePage_MeetingPage_Fragment
  | WholePage_NewsIndexPage_Fragment
  | WholePage_NewsPage_Fragment
  | WholePage_ProgressPage_Fragment
  | WholePage_PublicationIndexPage_Fragment
  | WholePage_PublicationPage_Fragment
  | WholePage_StandardPage_Fragment
  | WholePage_TeamIndexPage_Fragment
  | WholePage_TeamProfilePage_Fragment
  | WholePage_WorkStreamIndexPage_Fragment
  | WholePage_WorkStreamPage_Fragment
  | WholePage_YouSaidWeDidPage_Fragment
;

export type HomePagePartsFragment = { readonly vision: { readonly html: string }, readonly principles: ReadonlyArray<{ readonly id: string, readonly anchor: string, readonly title: string, readonly text: string }>, readonly agreedWording: WordingFragment | null, readonly featured: ReadonlyArray<{ readonly id: string, readonly text: string, readonly target:
      | Part_AudiencePage_Fragment
      | Part_CommitmentPage_Fragment
      | Part_DocumentCollectionIndexPage_Fragment
      | Part_DocumentCollectionPage_Fragment
      | Part_EventIndexPage_Fragment
      | Part_EventPage_Fragment
      | Part_GlossaryPage_Fragment
      | Part_GroupIndexPage_Fragment
      | Part_GroupPage_Fragment
      | Part_HomePage_Fragment
      | Part_IssueIndexPage_Fragment
      | Part_IssuePage_Fragment
      | Part_KeyMessageIndexPage_Fragment
      | Part_KeyMessagePage_Fragment
      | Part_MeetingPage_Fragment
      | Part_NewsIndexPage_Fragment
      | Part_NewsPage_Fragment
      | Part_ProgressPage_Fragment
      | Part_PublicationIndexPage_Fragment
      | Part_PublicationPage_Fragment
      | Part_StandardPage_Fragment
      | Part_TeamIndexPage_Fragment
      | Part_TeamProfilePage_Fragment
      | Part_WorkStreamIndexPage_Fragment
      | Part_WorkStreamPage_Fragment
      | Part_YouSaidWeDidPage_Fragment
     | null }> };

export type StandardPagePartsFragment = { readonly offersHiding: boolean, readonly body: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  >, readonly contactPoint: ContactPartsFragment | null, readonly children: { readonly nodes: ReadonlyArray<
      | Part_AudiencePage_Fragment
      | Part_CommitmentPage_Fragment
      | Part_DocumentCollectionIndexPage_Fragment
      | Part_DocumentCollectionPage_Fragment
      | Part_EventIndexPage_Fragment
      | Part_EventPage_Fragment
      | Part_GlossaryPage_Fragment
      | Part_GroupIndexPage_Fragment
      | Part_GroupPage_Fragment
      | Part_HomePage_Fragment
      | Part_IssueIndexPage_Fragment
      | Part_IssuePage_Fragment
      | Part_KeyMessageIndexPage_Fragment
      | Part_KeyMessagePage_Fragment
      | Part_MeetingPage_Fragment
      | Part_NewsIndexPage_Fragment
      | Part_NewsPage_Fragment
      | Part_ProgressPage_Fragment
      | Part_PublicationIndexPage_Fragment
      | Part_PublicationPage_Fragment
      | Part_StandardPage_Fragment
      | Part_TeamIndexPage_Fragment
      | Part_TeamProfilePage_Fragment
      | Part_WorkStreamIndexPage_Fragment
      | Part_WorkStreamPage_Fragment
      | Part_YouSaidWeDidPage_Fragment
    > } };

export type NewsPagePartsFragment = { readonly date: string, readonly author: string, readonly socialText: string, readonly kind: { readonly label: string }, readonly image: ContentImageFragment | null, readonly body: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  >, readonly contactPoint: ContactPartsFragment | null, readonly workStreams: { readonly nodes: ReadonlyArray<Link_WorkStreamPage_Fragment> }, readonly keyMessages: { readonly nodes: ReadonlyArray<Link_KeyMessagePage_Fragment> }, readonly commitments: { readonly nodes: ReadonlyArray<Link_CommitmentPage_Fragment> }, readonly topics: { readonly nodes: ReadonlyArray<Term_Topic_Fragment> }, readonly audiences: { readonly nodes: ReadonlyArray<Term_Audience_Fragment> }, readonly phases: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> } };

export type PublicationPagePartsFragment = { readonly date: string, readonly datePrecision: DatePrecision, readonly isbn: string, readonly citation: string, readonly officialAddress: string, readonly kind: { readonly label: string }, readonly publisher: OrganisationLinkFragment | null, readonly attachments: ReadonlyArray<{ readonly id: string, readonly title: string, readonly document: FileLinkFragment | null }>, readonly body: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  >, readonly contactPoint: ContactPartsFragment | null, readonly workStreams: { readonly nodes: ReadonlyArray<Link_WorkStreamPage_Fragment> }, readonly keyMessages: { readonly nodes: ReadonlyArray<Link_KeyMessagePage_Fragment> }, readonly commitments: { readonly nodes: ReadonlyArray<Link_CommitmentPage_Fragment> }, readonly outsideRecords: { readonly nodes: ReadonlyArray<RecordOfOthersFragment> }, readonly topics: { readonly nodes: ReadonlyArray<Term_Topic_Fragment> }, readonly audiences: { readonly nodes: ReadonlyArray<Term_Audience_Fragment> }, readonly phases: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> } };

export type EventPagePartsFragment = { readonly start: string, readonly startPrecision: DatePrecision, readonly end: string, readonly endPrecision: DatePrecision, readonly place: string, readonly onlineAddress: string, readonly kind: { readonly label: string }, readonly host: OrganisationLinkFragment | null, readonly body: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  >, readonly outcome: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  >, readonly materials: ReadonlyArray<{ readonly id: string, readonly title: string, readonly document: FileLinkFragment | null }>, readonly contactPoint: ContactPartsFragment | null, readonly audiences: { readonly nodes: ReadonlyArray<Term_Audience_Fragment> }, readonly workStreams: { readonly nodes: ReadonlyArray<Link_WorkStreamPage_Fragment> }, readonly keyMessages: { readonly nodes: ReadonlyArray<Link_KeyMessagePage_Fragment> } };

export type CommitmentPagePartsFragment = { readonly number: number, readonly textStatus: TextStatus, readonly statusDate: string | null, readonly statusDatePrecision: DatePrecision | null, readonly due: string, readonly dueDate: string | null, readonly acceptedOn: string | null, readonly acceptedSource: string, readonly acceptedLink: string, readonly sourcePage: string, readonly kind: { readonly key: string, readonly label: string }, readonly text: { readonly html: string }, readonly status: StatusPartsFragment | null, readonly source: Link_PublicationPage_Fragment | null, readonly theme: Term_Theme_Fragment | null, readonly areas: { readonly nodes: ReadonlyArray<Term_SubjectArea_Fragment> }, readonly responsibleBody: OrganisationLinkFragment | null, readonly workStream: Link_WorkStreamPage_Fragment | null, readonly progressEntries: ReadonlyArray<{ readonly id: string, readonly date: string, readonly datePrecision: DatePrecision, readonly note: string, readonly correctedOn: string | null, readonly evidenceLink: string, readonly corrects: { readonly id: string, readonly date: string, readonly datePrecision: DatePrecision } | null, readonly status: StatusPartsFragment, readonly evidencePage:
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
     | null, readonly evidenceDocument: FileLinkFragment | null }>, readonly news: { readonly nodes: ReadonlyArray<Part_NewsPage_Fragment> }, readonly outsideRecords: { readonly nodes: ReadonlyArray<RecordOfOthersFragment> }, readonly contactPoint: ContactPartsFragment | null };

export type WorkStreamPagePartsFragment = { readonly slug: string, readonly state: StreamState, readonly offersHiding: boolean, readonly otherNames: ReadonlyArray<string>, readonly origin: { readonly label: string }, readonly background: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  >, readonly leads: { readonly nodes: ReadonlyArray<DutyPartsFragment> }, readonly duties: { readonly nodes: ReadonlyArray<DutyPartsFragment> }, readonly commitments: { readonly totalCount: number, readonly nodes: ReadonlyArray<CommitmentRowFragment> }, readonly keyMessages: { readonly nodes: ReadonlyArray<Part_KeyMessagePage_Fragment> }, readonly news: { readonly totalCount: number, readonly nodes: ReadonlyArray<Card_NewsPage_Fragment> }, readonly publications: { readonly nodes: ReadonlyArray<Card_PublicationPage_Fragment> }, readonly events: { readonly nodes: ReadonlyArray<Card_EventPage_Fragment> }, readonly collections: { readonly nodes: ReadonlyArray<Part_DocumentCollectionPage_Fragment> }, readonly relatedStreams: { readonly nodes: ReadonlyArray<Link_WorkStreamPage_Fragment> }, readonly outsideRecords: { readonly nodes: ReadonlyArray<RecordOfOthersFragment> }, readonly contactPoint: ContactPartsFragment | null };

export type KeyMessagePagePartsFragment = { readonly socialText: string, readonly quotation: string, readonly quotedPerson: string, readonly agreedWording: WordingFragment | null, readonly body: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  >, readonly proofPoints: ReadonlyArray<{ readonly id: string, readonly text: string, readonly evidenceLink: string, readonly evidencePage:
      | Link_AudiencePage_Fragment
      | Link_CommitmentPage_Fragment
      | Link_DocumentCollectionIndexPage_Fragment
      | Link_DocumentCollectionPage_Fragment
      | Link_EventIndexPage_Fragment
      | Link_EventPage_Fragment
      | Link_GlossaryPage_Fragment
      | Link_GroupIndexPage_Fragment
      | Link_GroupPage_Fragment
      | Link_HomePage_Fragment
      | Link_IssueIndexPage_Fragment
      | Link_IssuePage_Fragment
      | Link_KeyMessageIndexPage_Fragment
      | Link_KeyMessagePage_Fragment
      | Link_MeetingPage_Fragment
      | Link_NewsIndexPage_Fragment
      | Link_NewsPage_Fragment
      | Link_ProgressPage_Fragment
      | Link_PublicationIndexPage_Fragment
      | Link_PublicationPage_Fragment
      | Link_StandardPage_Fragment
      | Link_TeamIndexPage_Fragment
      | Link_TeamProfilePage_Fragment
      | Link_WorkStreamIndexPage_Fragment
      | Link_WorkStreamPage_Fragment
      | Link_YouSaidWeDidPage_Fragment
     | null }>, readonly questions: ReadonlyArray<{ readonly id: string, readonly question: string, readonly answer: string }>, readonly sharePicture: ShareImageFragment | null, readonly workStreams: { readonly nodes: ReadonlyArray<Link_WorkStreamPage_Fragment> }, readonly audiences: { readonly nodes: ReadonlyArray<Term_Audience_Fragment> }, readonly carriedPrinciples: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly anchor: string }> }, readonly phases: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly news: { readonly nodes: ReadonlyArray<Link_NewsPage_Fragment> }, readonly events: { readonly nodes: ReadonlyArray<Link_EventPage_Fragment> }, readonly outsideRecords: { readonly nodes: ReadonlyArray<RecordOfOthersFragment> }, readonly contactPoint: ContactPartsFragment | null };

export type AudiencePagePartsFragment = { readonly body: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  >, readonly whomToAsk: { readonly html: string }, readonly contactPoint: ContactPartsFragment | null, readonly audience: { readonly id: string, readonly slug: string, readonly news: { readonly nodes: ReadonlyArray<Card_NewsPage_Fragment> }, readonly publications: { readonly nodes: ReadonlyArray<Card_PublicationPage_Fragment> }, readonly collections: { readonly nodes: ReadonlyArray<Card_DocumentCollectionPage_Fragment> }, readonly events: { readonly nodes: ReadonlyArray<Card_EventPage_Fragment> }, readonly keyMessages: { readonly nodes: ReadonlyArray<Part_KeyMessagePage_Fragment> } } | null };

export type DocumentCollectionPagePartsFragment = { readonly body: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  >, readonly items: ReadonlyArray<{ readonly id: string, readonly heading: string, readonly title: string, readonly text: string, readonly address: string, readonly addedOn: string, readonly target:
      | Part_AudiencePage_Fragment
      | Part_CommitmentPage_Fragment
      | Part_DocumentCollectionIndexPage_Fragment
      | Part_DocumentCollectionPage_Fragment
      | Part_EventIndexPage_Fragment
      | Part_EventPage_Fragment
      | Part_GlossaryPage_Fragment
      | Part_GroupIndexPage_Fragment
      | Part_GroupPage_Fragment
      | Part_HomePage_Fragment
      | Part_IssueIndexPage_Fragment
      | Part_IssuePage_Fragment
      | Part_KeyMessageIndexPage_Fragment
      | Part_KeyMessagePage_Fragment
      | Part_MeetingPage_Fragment
      | Part_NewsIndexPage_Fragment
      | Part_NewsPage_Fragment
      | Part_ProgressPage_Fragment
      | Part_PublicationIndexPage_Fragment
      | Part_PublicationPage_Fragment
      | Part_StandardPage_Fragment
      | Part_TeamIndexPage_Fragment
      | Part_TeamProfilePage_Fragment
      | Part_WorkStreamIndexPage_Fragment
      | Part_WorkStreamPage_Fragment
      | Part_YouSaidWeDidPage_Fragment
     | null, readonly record: RecordOfOthersFragment | null }>, readonly workStreams: { readonly nodes: ReadonlyArray<Link_WorkStreamPage_Fragment> }, readonly audiences: { readonly nodes: ReadonlyArray<Term_Audience_Fragment> }, readonly phases: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> } };

export type GroupPagePartsFragment = { readonly slug: string, readonly chair: string, readonly frequency: string, readonly startedOn: string | null, readonly startedOnPrecision: DatePrecision, readonly closedOn: string | null, readonly closedOnPrecision: DatePrecision, readonly closingReason: string, readonly remit: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  >, readonly parentGroup: Link_GroupPage_Fragment | null, readonly members: ReadonlyArray<MembershipPartsFragment>, readonly phases: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string }> }, readonly subGroups: { readonly nodes: ReadonlyArray<Link_GroupPage_Fragment> }, readonly meetings: { readonly nodes: ReadonlyArray<Card_MeetingPage_Fragment> }, readonly contactPoint: ContactPartsFragment | null };

export type MeetingPagePartsFragment = { readonly date: string, readonly datePrecision: DatePrecision, readonly startsAt: string | null, readonly endsAt: string | null, readonly place: string, readonly meetingState: MeetingState, readonly minutesAddress: string, readonly amendmentNote: string, readonly attendanceComplete: boolean, readonly group: Link_GroupPage_Fragment | null, readonly agenda: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  >, readonly minutes: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  >, readonly attendance: ReadonlyArray<{ readonly id: string, readonly name: string, readonly role: string, readonly onBehalfOf: string, readonly kind: { readonly label: string }, readonly organisation: OrganisationLinkFragment | null }>, readonly papers: ReadonlyArray<{ readonly id: string, readonly title: string, readonly document: FileLinkFragment | null }>, readonly actions: ReadonlyArray<{ readonly id: string, readonly number: number, readonly text: string, readonly owner: string, readonly state: ActionState, readonly dueDate: string | null, readonly closedOn: string | null }>, readonly contactPoint: ContactPartsFragment | null };

export type TeamProfilePagePartsFragment = { readonly givenName: string, readonly familyName: string, readonly postTitle: string, readonly asAt: string, readonly asAtPrecision: DatePrecision, readonly leftOn: string | null, readonly leftOnPrecision: DatePrecision, readonly photo: CardImageFragment | null, readonly biography: { readonly html: string }, readonly duties: { readonly nodes: ReadonlyArray<DutyPartsFragment> }, readonly memberships: { readonly nodes: ReadonlyArray<MembershipPartsFragment> } };

export type IssuePagePartsFragment = { readonly number: number, readonly part: number, readonly date: string, readonly author: string, readonly subject: string, readonly preheader: string, readonly opening: { readonly html: string }, readonly sections: ReadonlyArray<
    | IssueBlock_HeadingBlock_Fragment
    | IssueBlock_IssueSectionBlock_Fragment
    | IssueBlock_PageLinksBlock_Fragment
    | IssueBlock_RichTextBlock_Fragment
  >, readonly archived: { readonly sha256: string, readonly startedAt: string } | null };

export type ProgressPagePartsFragment = { readonly body: ReadonlyArray<
    | Block_CallOutBlock_Fragment
    | Block_DocumentBlock_Fragment
    | Block_EmbedBlock_Fragment
    | Block_HeadingBlock_Fragment
    | Block_ImageBlock_Fragment
    | Block_KeyMessageBlock_Fragment
    | Block_PageLinksBlock_Fragment
    | Block_ProgressTableBlock_Fragment
    | Block_QuoteBlock_Fragment
    | Block_RichTextBlock_Fragment
    | Block_TableBlock_Fragment
  > };

type IndexPageParts_AudiencePage_Fragment = { readonly __typename: 'AudiencePage' };

type IndexPageParts_CommitmentPage_Fragment = { readonly __typename: 'CommitmentPage' };

type IndexPageParts_DocumentCollectionIndexPage_Fragment = { readonly __typename: 'DocumentCollectionIndexPage', readonly introduction: string };

type IndexPageParts_DocumentCollectionPage_Fragment = { readonly __typename: 'DocumentCollectionPage' };

type IndexPageParts_EventIndexPage_Fragment = { readonly __typename: 'EventIndexPage', readonly introduction: string };

type IndexPageParts_EventPage_Fragment = { readonly __typename: 'EventPage' };

type IndexPageParts_GlossaryPage_Fragment = { readonly __typename: 'GlossaryPage', readonly introduction: string };

type IndexPageParts_GroupIndexPage_Fragment = { readonly __typename: 'GroupIndexPage', readonly introduction: string };

type IndexPageParts_GroupPage_Fragment = { readonly __typename: 'GroupPage' };

type IndexPageParts_HomePage_Fragment = { readonly __typename: 'HomePage' };

type IndexPageParts_IssueIndexPage_Fragment = { readonly __typename: 'IssueIndexPage', readonly introduction: string };

type IndexPageParts_IssuePage_Fragment = { readonly __typename: 'IssuePage' };

type IndexPageParts_KeyMessageIndexPage_Fragment = { readonly __typename: 'KeyMessageIndexPage', readonly introduction: string };

type IndexPageParts_KeyMessagePage_Fragment = { readonly __typename: 'KeyMessagePage' };

type IndexPageParts_MeetingPage_Fragment = { readonly __typename: 'MeetingPage' };

type IndexPageParts_NewsIndexPage_Fragment = { readonly __typename: 'NewsIndexPage', readonly introduction: string };

type IndexPageParts_NewsPage_Fragment = { readonly __typename: 'NewsPage' };

type IndexPageParts_ProgressPage_Fragment = { readonly __typename: 'ProgressPage' };

type IndexPageParts_PublicationIndexPage_Fragment = { readonly __typename: 'PublicationIndexPage', readonly introduction: string };

type IndexPageParts_PublicationPage_Fragment = { readonly __typename: 'PublicationPage' };

type IndexPageParts_StandardPage_Fragment = { readonly __typename: 'StandardPage' };

type IndexPageParts_TeamIndexPage_Fragment = { readonly __typename: 'TeamIndexPage', readonly introduction: string, readonly listAsAt: string | null, readonly listAsAtPrecision: DatePrecision };

type IndexPageParts_TeamProfilePage_Fragment = { readonly __typename: 'TeamProfilePage' };

type IndexPageParts_WorkStreamIndexPage_Fragment = { readonly __typename: 'WorkStreamIndexPage', readonly introduction: string };

type IndexPageParts_WorkStreamPage_Fragment = { readonly __typename: 'WorkStreamPage' };

type IndexPageParts_YouSaidWeDidPage_Fragment = { readonly __typename: 'YouSaidWeDidPage', readonly introduction: string, readonly entries: SaidAndDoneFragment };

export type IndexPagePartsFragment =
  | IndexPageParts_AudiencePage_Fragment
  | IndexPageParts_CommitmentPage_Fragment
  | IndexPageParts_DocumentCollectionIndexPage_Fragment
  | IndexPageParts_DocumentCollectionPage_Fragment
  | IndexPageParts_EventIndexPage_Fragment
  | IndexPageParts_EventPage_Fragment
  | IndexPageParts_GlossaryPage_Fragment
  | IndexPageParts_GroupIndexPage_Fragment
  | IndexPageParts_GroupPage_Fragment
  | IndexPageParts_HomePage_Fragment
  | IndexPageParts_IssueIndexPage_Fragment
  | IndexPageParts_IssuePage_Fragment
  | IndexPageParts_KeyMessageIndexPage_Fragment
  | IndexPageParts_KeyMessagePage_Fragment
  | IndexPageParts_MeetingPage_Fragment
  | IndexPageParts_NewsIndexPage_Fragment
  | IndexPageParts_NewsPage_Fragment
  | IndexPageParts_ProgressPage_Fragment
  | IndexPageParts_PublicationIndexPage_Fragment
  | IndexPageParts_PublicationPage_Fragment
  | IndexPageParts_StandardPage_Fragment
  | IndexPageParts_TeamIndexPage_Fragment
  | IndexPageParts_TeamProfilePage_Fragment
  | IndexPageParts_WorkStreamIndexPage_Fragment
  | IndexPageParts_WorkStreamPage_Fragment
  | IndexPageParts_YouSaidWeDidPage_Fragment
;

type Link_AudiencePage_Fragment = { readonly __typename: 'AudiencePage', readonly id: string, readonly title: string, readonly path: string };

type Link_CommitmentPage_Fragment = { readonly __typename: 'CommitmentPage', readonly id: string, readonly title: string, readonly path: string };

type Link_DocumentCollectionIndexPage_Fragment = { readonly __typename: 'DocumentCollectionIndexPage', readonly id: string, readonly title: string, readonly path: string };

type Link_DocumentCollectionPage_Fragment = { readonly __typename: 'DocumentCollectionPage', readonly id: string, readonly title: string, readonly path: string };

type Link_EventIndexPage_Fragment = { readonly __typename: 'EventIndexPage', readonly id: string, readonly title: string, readonly path: string };

type Link_EventPage_Fragment = { readonly __typename: 'EventPage', readonly id: string, readonly title: string, readonly path: string };

type Link_GlossaryPage_Fragment = { readonly __typename: 'GlossaryPage', readonly id: string, readonly title: string, readonly path: string };

type Link_GroupIndexPage_Fragment = { readonly __typename: 'GroupIndexPage', readonly id: string, readonly title: string, readonly path: string };

type Link_GroupPage_Fragment = { readonly __typename: 'GroupPage', readonly id: string, readonly title: string, readonly path: string };

type Link_HomePage_Fragment = { readonly __typename: 'HomePage', readonly id: string, readonly title: string, readonly path: string };

type Link_IssueIndexPage_Fragment = { readonly __typename: 'IssueIndexPage', readonly id: string, readonly title: string, readonly path: string };

type Link_IssuePage_Fragment = { readonly __typename: 'IssuePage', readonly id: string, readonly title: string, readonly path: string };

type Link_KeyMessageIndexPage_Fragment = { readonly __typename: 'KeyMessageIndexPage', readonly id: string, readonly title: string, readonly path: string };

type Link_KeyMessagePage_Fragment = { readonly __typename: 'KeyMessagePage', readonly id: string, readonly title: string, readonly path: string };

type Link_MeetingPage_Fragment = { readonly __typename: 'MeetingPage', readonly id: string, readonly title: string, readonly path: string };

type Link_NewsIndexPage_Fragment = { readonly __typename: 'NewsIndexPage', readonly id: string, readonly title: string, readonly path: string };

type Link_NewsPage_Fragment = { readonly __typename: 'NewsPage', readonly id: string, readonly title: string, readonly path: string };

type Link_ProgressPage_Fragment = { readonly __typename: 'ProgressPage', readonly id: string, readonly title: string, readonly path: string };

type Link_PublicationIndexPage_Fragment = { readonly __typename: 'PublicationIndexPage', readonly id: string, readonly title: string, readonly path: string };

type Link_PublicationPage_Fragment = { readonly __typename: 'PublicationPage', readonly id: string, readonly title: string, readonly path: string };

type Link_StandardPage_Fragment = { readonly __typename: 'StandardPage', readonly id: string, readonly title: string, readonly path: string };

type Link_TeamIndexPage_Fragment = { readonly __typename: 'TeamIndexPage', readonly id: string, readonly title: string, readonly path: string };

type Link_TeamProfilePage_Fragment = { readonly __typename: 'TeamProfilePage', readonly id: string, readonly title: string, readonly path: string };

type Link_WorkStreamIndexPage_Fragment = { readonly __typename: 'WorkStreamIndexPage', readonly id: string, readonly title: string, readonly path: string };

type Link_WorkStreamPage_Fragment = { readonly __typename: 'WorkStreamPage', readonly id: string, readonly title: string, readonly path: string };

type Link_YouSaidWeDidPage_Fragment = { readonly __typename: 'YouSaidWeDidPage', readonly id: string, readonly title: string, readonly path: string };

export type LinkFragment =
  | Link_AudiencePage_Fragment
  | Link_CommitmentPage_Fragment
  | Link_DocumentCollectionIndexPage_Fragment
  | Link_DocumentCollectionPage_Fragment
  | Link_EventIndexPage_Fragment
  | Link_EventPage_Fragment
  | Link_GlossaryPage_Fragment
  | Link_GroupIndexPage_Fragment
  | Link_GroupPage_Fragment
  | Link_HomePage_Fragment
  | Link_IssueIndexPage_Fragment
  | Link_IssuePage_Fragment
  | Link_KeyMessageIndexPage_Fragment
  | Link_KeyMessagePage_Fragment
  | Link_MeetingPage_Fragment
  | Link_NewsIndexPage_Fragment
  | Link_NewsPage_Fragment
  | Link_ProgressPage_Fragment
  | Link_PublicationIndexPage_Fragment
  | Link_PublicationPage_Fragment
  | Link_StandardPage_Fragment
  | Link_TeamIndexPage_Fragment
  | Link_TeamProfilePage_Fragment
  | Link_WorkStreamIndexPage_Fragment
  | Link_WorkStreamPage_Fragment
  | Link_YouSaidWeDidPage_Fragment
;

type Card_AudiencePage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_AudiencePage_Fragment
);

type Card_CommitmentPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_CommitmentPage_Fragment
);

type Card_DocumentCollectionIndexPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_DocumentCollectionIndexPage_Fragment
);

type Card_DocumentCollectionPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_DocumentCollectionPage_Fragment
);

type Card_EventIndexPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_EventIndexPage_Fragment
);

type Card_EventPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_EventPage_Fragment
);

type Card_GlossaryPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_GlossaryPage_Fragment
);

type Card_GroupIndexPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_GroupIndexPage_Fragment
);

type Card_GroupPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_GroupPage_Fragment
);

type Card_HomePage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_HomePage_Fragment
);

type Card_IssueIndexPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_IssueIndexPage_Fragment
);

type Card_IssuePage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_IssuePage_Fragment
);

type Card_KeyMessageIndexPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_KeyMessageIndexPage_Fragment
);

type Card_KeyMessagePage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_KeyMessagePage_Fragment
);

type Card_MeetingPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_MeetingPage_Fragment
);

type Card_NewsIndexPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_NewsIndexPage_Fragment
);

type Card_NewsPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_NewsPage_Fragment
);

type Card_ProgressPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_ProgressPage_Fragment
);

type Card_PublicationIndexPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_PublicationIndexPage_Fragment
);

type Card_PublicationPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_PublicationPage_Fragment
);

type Card_StandardPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_StandardPage_Fragment
);

type Card_TeamIndexPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_TeamIndexPage_Fragment
);

type Card_TeamProfilePage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_TeamProfilePage_Fragment
);

type Card_WorkStreamIndexPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_WorkStreamIndexPage_Fragment
);

type Card_WorkStreamPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_WorkStreamPage_Fragment
);

type Card_YouSaidWeDidPage_Fragment = (
  { readonly summary: string, readonly facts: ReadonlyArray<string> }
  & Link_YouSaidWeDidPage_Fragment
);

export type CardFragment =
  | Card_AudiencePage_Fragment
  | Card_CommitmentPage_Fragment
  | Card_DocumentCollectionIndexPage_Fragment
  | Card_DocumentCollectionPage_Fragment
  | Card_EventIndexPage_Fragment
  | Card_EventPage_Fragment
  | Card_GlossaryPage_Fragment
  | Card_GroupIndexPage_Fragment
  | Card_GroupPage_Fragment
  | Card_HomePage_Fragment
  | Card_IssueIndexPage_Fragment
  | Card_IssuePage_Fragment
  | Card_KeyMessageIndexPage_Fragment
  | Card_KeyMessagePage_Fragment
  | Card_MeetingPage_Fragment
  | Card_NewsIndexPage_Fragment
  | Card_NewsPage_Fragment
  | Card_ProgressPage_Fragment
  | Card_PublicationIndexPage_Fragment
  | Card_PublicationPage_Fragment
  | Card_StandardPage_Fragment
  | Card_TeamIndexPage_Fragment
  | Card_TeamProfilePage_Fragment
  | Card_WorkStreamIndexPage_Fragment
  | Card_WorkStreamPage_Fragment
  | Card_YouSaidWeDidPage_Fragment
;

export type PicturePartsFragment = { readonly alt: string, readonly blurDataUrl: string | null, readonly dominantColour: string | null, readonly fallback: { readonly url: string, readonly width: number, readonly height: number }, readonly sources: ReadonlyArray<{ readonly type: string, readonly srcset: string }> };

export type CardImageFragment = { readonly picture: PicturePartsFragment | null };

export type ContentImageFragment = { readonly credit: string, readonly picture: PicturePartsFragment | null };

export type ShareImageFragment = { readonly credit: string, readonly picture: PicturePartsFragment | null };

export type FileLinkFragment = { readonly title: string, readonly url: string, readonly fileType: string, readonly fileSize: number | null, readonly pageCount: number | null, readonly accessible: boolean | null, readonly language: string };

type Part_AudiencePage_Fragment = (
  { readonly summary: string }
  & Link_AudiencePage_Fragment
);

type Part_CommitmentPage_Fragment = (
  { readonly summary: string }
  & Link_CommitmentPage_Fragment
);

type Part_DocumentCollectionIndexPage_Fragment = (
  { readonly summary: string }
  & Link_DocumentCollectionIndexPage_Fragment
);

type Part_DocumentCollectionPage_Fragment = (
  { readonly summary: string }
  & Link_DocumentCollectionPage_Fragment
);

type Part_EventIndexPage_Fragment = (
  { readonly summary: string }
  & Link_EventIndexPage_Fragment
);

type Part_EventPage_Fragment = (
  { readonly summary: string }
  & Link_EventPage_Fragment
);

type Part_GlossaryPage_Fragment = (
  { readonly summary: string }
  & Link_GlossaryPage_Fragment
);

type Part_GroupIndexPage_Fragment = (
  { readonly summary: string }
  & Link_GroupIndexPage_Fragment
);

type Part_GroupPage_Fragment = (
  { readonly summary: string }
  & Link_GroupPage_Fragment
);

type Part_HomePage_Fragment = (
  { readonly summary: string }
  & Link_HomePage_Fragment
);

type Part_IssueIndexPage_Fragment = (
  { readonly summary: string }
  & Link_IssueIndexPage_Fragment
);

type Part_IssuePage_Fragment = (
  { readonly summary: string }
  & Link_IssuePage_Fragment
);

type Part_KeyMessageIndexPage_Fragment = (
  { readonly summary: string }
  & Link_KeyMessageIndexPage_Fragment
);

type Part_KeyMessagePage_Fragment = (
  { readonly summary: string }
  & Link_KeyMessagePage_Fragment
);

type Part_MeetingPage_Fragment = (
  { readonly summary: string }
  & Link_MeetingPage_Fragment
);

type Part_NewsIndexPage_Fragment = (
  { readonly summary: string }
  & Link_NewsIndexPage_Fragment
);

type Part_NewsPage_Fragment = (
  { readonly summary: string }
  & Link_NewsPage_Fragment
);

type Part_ProgressPage_Fragment = (
  { readonly summary: string }
  & Link_ProgressPage_Fragment
);

type Part_PublicationIndexPage_Fragment = (
  { readonly summary: string }
  & Link_PublicationIndexPage_Fragment
);

type Part_PublicationPage_Fragment = (
  { readonly summary: string }
  & Link_PublicationPage_Fragment
);

type Part_StandardPage_Fragment = (
  { readonly summary: string }
  & Link_StandardPage_Fragment
);

type Part_TeamIndexPage_Fragment = (
  { readonly summary: string }
  & Link_TeamIndexPage_Fragment
);

type Part_TeamProfilePage_Fragment = (
  { readonly summary: string }
  & Link_TeamProfilePage_Fragment
);

type Part_WorkStreamIndexPage_Fragment = (
  { readonly summary: string }
  & Link_WorkStreamIndexPage_Fragment
);

type Part_WorkStreamPage_Fragment = (
  { readonly summary: string }
  & Link_WorkStreamPage_Fragment
);

type Part_YouSaidWeDidPage_Fragment = (
  { readonly summary: string }
  & Link_YouSaidWeDidPage_Fragment
);

export type PartFragment =
  | Part_AudiencePage_Fragment
  | Part_CommitmentPage_Fragment
  | Part_DocumentCollectionIndexPage_Fragment
  | Part_DocumentCollectionPage_Fragment
  | Part_EventIndexPage_Fragment
  | Part_EventPage_Fragment
  | Part_GlossaryPage_Fragment
  | Part_GroupIndexPage_Fragment
  | Part_GroupPage_Fragment
  | Part_HomePage_Fragment
  | Part_IssueIndexPage_Fragment
  | Part_IssuePage_Fragment
  | Part_KeyMessageIndexPage_Fragment
  | Part_KeyMessagePage_Fragment
  | Part_MeetingPage_Fragment
  | Part_NewsIndexPage_Fragment
  | Part_NewsPage_Fragment
  | Part_ProgressPage_Fragment
  | Part_PublicationIndexPage_Fragment
  | Part_PublicationPage_Fragment
  | Part_StandardPage_Fragment
  | Part_TeamIndexPage_Fragment
  | Part_TeamProfilePage_Fragment
  | Part_WorkStreamIndexPage_Fragment
  | Part_WorkStreamPage_Fragment
  | Part_YouSaidWeDidPage_Fragment
;

export type OrganisationLinkFragment = { readonly id: string, readonly name: string, readonly shortName: string, readonly address: string };

type Term_Audience_Fragment = { readonly id: string, readonly name: string, readonly slug: string };

type Term_ContactPoint_Fragment = { readonly id: string, readonly name: string, readonly slug: string };

type Term_GlossaryTerm_Fragment = { readonly id: string, readonly name: string, readonly slug: string };

type Term_Organisation_Fragment = { readonly id: string, readonly name: string, readonly slug: string };

type Term_OutsideRecord_Fragment = { readonly id: string, readonly name: string, readonly slug: string };

type Term_PolicyArea_Fragment = { readonly id: string, readonly name: string, readonly slug: string };

type Term_Signpost_Fragment = { readonly id: string, readonly name: string, readonly slug: string };

type Term_SubjectArea_Fragment = { readonly id: string, readonly name: string, readonly slug: string };

type Term_Theme_Fragment = { readonly id: string, readonly name: string, readonly slug: string };

type Term_Topic_Fragment = { readonly id: string, readonly name: string, readonly slug: string };

export type TermFragment =
  | Term_Audience_Fragment
  | Term_ContactPoint_Fragment
  | Term_GlossaryTerm_Fragment
  | Term_Organisation_Fragment
  | Term_OutsideRecord_Fragment
  | Term_PolicyArea_Fragment
  | Term_Signpost_Fragment
  | Term_SubjectArea_Fragment
  | Term_Theme_Fragment
  | Term_Topic_Fragment
;

export type ContactPartsFragment = { readonly id: string, readonly name: string, readonly email: string, readonly phone: string, readonly hours: string, readonly address: string, readonly description: string };

export type RecordOfOthersFragment = { readonly id: string, readonly name: string, readonly address: string, readonly publisher: string, readonly jurisdiction: string, readonly description: string, readonly date: string | null, readonly datePrecision: DatePrecision, readonly kind: { readonly label: string } };

export type StatusPartsFragment = { readonly key: string, readonly label: string, readonly category: StatusCategory };

export type CommitmentRowFragment = (
  { readonly number: number, readonly statusDate: string | null, readonly statusDatePrecision: DatePrecision | null, readonly kind: { readonly key: string, readonly label: string }, readonly status: StatusPartsFragment | null }
  & Link_CommitmentPage_Fragment
);

export type FiguresFragment = { readonly total: number, readonly complete: number, readonly notRecorded: number, readonly counts: ReadonlyArray<{ readonly number: number, readonly status: StatusPartsFragment }> };

export type WordingFragment = { readonly text: string, readonly source: string, readonly sourceAddress: string, readonly approvedBy: string, readonly since: string | null, readonly sincePrecision: DatePrecision | null, readonly statements: ReadonlyArray<{ readonly anchor: string, readonly text: string, readonly quotation: string }> };

export type PhasePartsFragment = { readonly id: string, readonly name: string, readonly objective: string, readonly start: string, readonly startPrecision: DatePrecision, readonly end: string | null, readonly endPrecision: DatePrecision, readonly isCurrent: boolean };

export type DutyPartsFragment = { readonly id: string, readonly title: string, readonly start: string | null, readonly startPrecision: DatePrecision, readonly end: string | null, readonly endPrecision: DatePrecision, readonly kind: { readonly label: string }, readonly profile: Link_TeamProfilePage_Fragment | null, readonly policyArea: { readonly name: string } | null, readonly workStream: Link_WorkStreamPage_Fragment | null };

export type MembershipPartsFragment = { readonly id: string, readonly name: string, readonly role: string, readonly isChair: boolean, readonly start: string | null, readonly startPrecision: DatePrecision, readonly end: string | null, readonly endPrecision: DatePrecision, readonly organisation: OrganisationLinkFragment | null, readonly profile: Link_TeamProfilePage_Fragment | null, readonly group: Link_GroupPage_Fragment | null };

export type SignpostPartsFragment = { readonly id: string, readonly name: string, readonly description: string, readonly address: string, readonly chatAddress: string, readonly telephone: string, readonly telephoneLink: string, readonly textNumber: string, readonly textKeyword: string, readonly textLink: string, readonly email: string, readonly gaelic: string, readonly hours: string, readonly urgent: boolean, readonly audienceKeys: ReadonlyArray<string> };

export type HelpPartsFragment = { readonly place: SearchHelpPlace, readonly kindKey: string, readonly urgency: SearchHelpUrgency, readonly sentence: string, readonly url: string, readonly path: string, readonly signposts: ReadonlyArray<SignpostPartsFragment> };
