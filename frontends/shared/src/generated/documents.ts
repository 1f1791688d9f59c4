// Written by codegen.mjs: npm run codegen.
import type { Document } from "../document.ts";
import type {
  AddressesQuery,
  AddressesQueryVariables,
  ChangesQuery,
  ChangesQueryVariables,
  CollectionsQuery,
  CollectionsQueryVariables,
  CommitmentsQuery,
  CommitmentsQueryVariables,
  DraftQuery,
  DraftQueryVariables,
  EngagementsQuery,
  EngagementsQueryVariables,
  EventsQuery,
  EventsQueryVariables,
  FormWordsQuery,
  FormWordsQueryVariables,
  FrameQuery,
  FrameQueryVariables,
  GiveFeedbackMutation,
  GiveFeedbackMutationVariables,
  GlossaryQuery,
  GlossaryQueryVariables,
  GroupsQuery,
  GroupsQueryVariables,
  HelpQuery,
  HelpQueryVariables,
  HomeQuery,
  HomeQueryVariables,
  IssuesQuery,
  IssuesQueryVariables,
  KeyMessagesQuery,
  KeyMessagesQueryVariables,
  MeetingsQuery,
  MeetingsQueryVariables,
  NewsQuery,
  NewsQueryVariables,
  PeopleQuery,
  PeopleQueryVariables,
  ProgressQuery,
  ProgressQueryVariables,
  PublicationsQuery,
  PublicationsQueryVariables,
  RedirectsQuery,
  RedirectsQueryVariables,
  RouteQuery,
  RouteQueryVariables,
  SearchQuery,
  SearchQueryVariables,
  SubscribeMutation,
  SubscribeMutationVariables,
  SuggestQuery,
  SuggestQueryVariables,
  WhereQuery,
  WhereQueryVariables,
  WorkStreamsQuery,
  WorkStreamsQueryVariables,
  YouSaidQuery,
  YouSaidQueryVariables,
} from "./operations.ts";

export const AddressesDocument: Document<AddressesQuery, AddressesQueryVariables> = {
  "name": "Addresses",
  "hash": "2f2fd039d9ba667b8e0f3793168caf1edd478950db1f77506218fbfd0db1e16b",
  "text": "query Addresses($after:String){pages(first:100 after:$after){nodes{path}pageInfo{...NextPage}}}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const ChangesDocument: Document<ChangesQuery, ChangesQueryVariables> = {
  "name": "Changes",
  "hash": "f5de6867bf64d7f296fd57464e4d0b40deb9eadcdb9781b29345f93b1658ed44",
  "text": "query Changes($since:DateTime!$after:String){changes(since:$since first:100 after:$after){nodes{id at kind significance note path page{...Link}}pageInfo{...NextPage}}}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const CollectionsDocument: Document<CollectionsQuery, CollectionsQueryVariables> = {
  "name": "Collections",
  "hash": "3b3ce0e3169c51b83b626c381c54848b05dc0112b2665047994edf5b21b8b381",
  "text": "query Collections($locale:LocaleCode$first:Int=20$after:String){collections(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const CommitmentsDocument: Document<CommitmentsQuery, CommitmentsQueryVariables> = {
  "name": "Commitments",
  "hash": "715de474f9c64cd17d54f906ee36f0f2fe73f0d8b7e25037bc4a3059b04c0811",
  "text": "query Commitments($locale:LocaleCode$stream:String$first:Int=100$after:String){commitments(locale:$locale where:{workStream:{slug:{eq:$stream}}}first:$first after:$after){totalCount nodes{...CommitmentRow workStream{...Link}}pageInfo{...NextPage}}}fragment CommitmentRow on CommitmentPage{...Link number kind{key label}status{...StatusParts}statusDate statusDatePrecision}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}fragment StatusParts on Status{key label category}"
};

export const DraftDocument: Document<DraftQuery, DraftQueryVariables> = {
  "name": "Draft",
  "hash": "7b1b03d37deb54cd1768fa569bf41b0a7a3f84374dc5ce6a4b9562ceeba6c7fb",
  "text": "query Draft($token:String!){page(by:{previewToken:$token}){...WholePage}}fragment Block on ProgrammeStreamBlock{__typename ...on CallOutBlock{id kind richText{html(links:RELATIVE)}}...on DocumentBlock{id title document{...FileLink}}...on EmbedBlock{id title url description}...on HeadingBlock{id level text anchor}...on ImageBlock{id caption image{...ContentImage}}...on KeyMessageBlock{id message{...Part}}...on PageLinksBlock{id title pages{...Link}}...on ProgressTableBlock{id title workStream{...Link slug}}...on QuoteBlock{id quote speaker}...on RichTextBlock{id richText{html(links:RELATIVE)}}...on TableBlock{id caption table{headings rows{cells{text number richText{html(links:RELATIVE)}}}}}}fragment Card on Page{...Link summary facts}fragment CardImage on HubImage{picture(preset:CARD){...PictureParts}}fragment CommitmentPageParts on CommitmentPage{number kind{key label}text{html(links:RELATIVE)}textStatus status{...StatusParts}statusDate statusDatePrecision due dueDate acceptedOn acceptedSource acceptedLink sourcePage source{...Link}theme{...Term}areas(first:20){nodes{...Term}}responsibleBody{...OrganisationLink}workStream{...Link}progressEntries{id date datePrecision note correctedOn evidenceLink corrects{id date datePrecision}status{...StatusParts}evidencePage{...Link}evidenceDocument{...FileLink}}news(first:10){nodes{...Part}}outsideRecords(first:20){nodes{...RecordOfOthers}}}fragment CommitmentRow on CommitmentPage{...Link number kind{key label}status{...StatusParts}statusDate statusDatePrecision}fragment ContentImage on HubImage{credit picture(preset:CONTENT){...PictureParts}}fragment DocumentCollectionPageParts on DocumentCollectionPage{body{...Block}items{id heading title text address addedOn target{...Part}record{...RecordOfOthers}}workStreams(first:20){nodes{...Link}}phases(first:10){nodes{id name}}}fragment DutyParts on Duty{id title kind{label}start startPrecision end endPrecision profile{...Link}policyArea{name}workStream{...Link}}fragment EventPageParts on EventPage{start startPrecision end endPrecision place onlineAddress kind{label}host{...OrganisationLink}body{...Block}outcome{...Block}materials{id title document{...FileLink}}audiences(first:20){nodes{...Term}}workStreams(first:20){nodes{...Link}}keyMessages(first:20){nodes{...Link}}}fragment FileLink on HubDocument{title url fileType fileSize pageCount accessible language}fragment GroupPageParts on GroupPage{slug chair frequency startedOn startedOnPrecision closedOn closedOnPrecision closingReason remit{...Block}parentGroup{...Link}members{...MembershipParts}subGroups(first:20){nodes{...Link}}meetings(first:50 orderBy:[DATE_DESC]){nodes{...Card}}}fragment Head on Page{...Link url summary seoTitle searchDescription updatedOn updatedOnPrecision locale{code tag}headings{anchor level text}ancestors(first:10){nodes{...Link}}translations{path url locale{tag name}}sources{id title publisher supports address date datePrecision}seo{canonical title description noindex jsonLd openGraph{type siteName locale title description url image{url width height alt}}}}fragment HomePageParts on HomePage{vision{html(links:RELATIVE)}principles{id anchor title text}agreedWording{...Wording}featured{id text target{...Part}}}fragment IndexPageParts on Page{__typename ...on DocumentCollectionIndexPage{introduction}...on EventIndexPage{introduction}...on GlossaryPage{introduction}...on GroupIndexPage{introduction}...on IssueIndexPage{introduction}...on KeyMessageIndexPage{introduction}...on NewsIndexPage{introduction}...on PublicationIndexPage{introduction}...on TeamIndexPage{introduction listAsAt listAsAtPrecision}...on WorkStreamIndexPage{introduction}...on YouSaidWeDidPage{introduction entries(first:20){...SaidAndDone}}}fragment IssueBlock on IssueStreamBlock{__typename ...on HeadingBlock{id level text anchor}...on IssueSectionBlock{id heading items{id text page{...Part}}}...on PageLinksBlock{id title pages{...Link}}...on RichTextBlock{id richText{html(links:RELATIVE)}}}fragment IssuePageParts on IssuePage{number part date author subject preheader opening{html(links:RELATIVE)}sections{...IssueBlock}archived{sha256 startedAt}}fragment KeyMessagePageParts on KeyMessagePage{socialText agreedWording{...Wording}body{...Block}workStreams(first:20){nodes{...Link}}carriedPrinciples(first:20){nodes{id title anchor}}phases(first:10){nodes{id name}}news(first:5){nodes{...Link}}events(first:5){nodes{...Link}}outsideRecords(first:20){nodes{...RecordOfOthers}}}fragment Link on Page{__typename id title path}fragment MeetingPageParts on MeetingPage{date datePrecision startsAt endsAt place meetingState minutesAddress amendmentNote attendanceComplete group{...Link}agenda{...Block}minutes{...Block}attendance{id name role onBehalfOf kind{label}organisation{...OrganisationLink}}papers{id title document{...FileLink}}actions{id number text owner state dueDate closedOn}}fragment MembershipParts on Membership{id name role isChair start startPrecision end endPrecision organisation{...OrganisationLink}profile{...Link}group{...Link}}fragment NewsPageParts on NewsPage{date author socialText kind{label}image{...ContentImage}body{...Block}workStreams(first:20){nodes{...Link}}keyMessages(first:20){nodes{...Link}}commitments(first:20){nodes{...Link}}topics(first:20){nodes{...Term}}phases(first:10){nodes{id name}}}fragment NextPage on PageInfo{hasNextPage endCursor}fragment OrganisationLink on Organisation{id name shortName address}fragment Part on Page{...Link summary}fragment PictureParts on Picture{alt blurDataUrl dominantColour fallback{url width height}sources{type srcset}}fragment ProgressPageParts on ProgressPage{body{...Block}}fragment PublicationPageParts on PublicationPage{date datePrecision isbn citation officialAddress kind{label}publisher{...OrganisationLink}attachments{id title document{...FileLink}}body{...Block}workStreams(first:20){nodes{...Link}}commitments(first:20){nodes{...Link}}outsideRecords(first:20){nodes{...RecordOfOthers}}topics(first:20){nodes{...Term}}phases(first:10){nodes{id name}}}fragment RecordOfOthers on OutsideRecord{id name address publisher jurisdiction description date datePrecision kind{label}}fragment SaidAndDone on YouSaidEntryConnection{nodes{id date said did workStream{...Link}target{...Link}}pageInfo{...NextPage}}fragment StandardPageParts on StandardPage{offersHiding body{...Block}children(first:50){nodes{...Part}}}fragment StatusParts on Status{key label category}fragment TeamProfilePageParts on TeamProfilePage{givenName familyName postTitle asAt asAtPrecision leftOn leftOnPrecision photo{...CardImage}biography{html(links:RELATIVE)}duties(first:20){nodes{...DutyParts}}memberships(first:20){nodes{...MembershipParts}}}fragment Term on Snippet{id name slug}fragment WholePage on Page{...Head ...HomePageParts ...StandardPageParts ...NewsPageParts ...PublicationPageParts ...EventPageParts ...CommitmentPageParts ...WorkStreamPageParts ...KeyMessagePageParts ...DocumentCollectionPageParts ...GroupPageParts ...MeetingPageParts ...TeamProfilePageParts ...IssuePageParts ...ProgressPageParts ...IndexPageParts}fragment Wording on AgreedWording{text source sourceAddress approvedBy since sincePrecision statements{anchor text quotation}}fragment WorkStreamPageParts on WorkStreamPage{slug state offersHiding otherNames origin{label}background{...Block}leads(first:10){nodes{...DutyParts}}duties(first:30){nodes{...DutyParts}}commitments(first:50){totalCount nodes{...CommitmentRow}}keyMessages(first:10){nodes{...Part}}news(first:5){totalCount nodes{...Card}}publications(first:10){nodes{...Card}}events(first:10){nodes{...Card}}collections(first:10){nodes{...Part}}relatedStreams(first:10){nodes{...Link}}outsideRecords(first:20){nodes{...RecordOfOthers}}}"
};

export const EngagementsDocument: Document<EngagementsQuery, EngagementsQueryVariables> = {
  "name": "Engagements",
  "hash": "d39554fa3009370685e093277d204cbd434345cb68a0e9444d57d31c325bf8ae",
  "text": "query Engagements($first:Int=20$after:String){engagements(first:$first after:$after){totalCount nodes{id date publicSummary kind{label}organisations(first:20){nodes{...OrganisationLink}}workStreams(first:20){nodes{...Link}}}pageInfo{...NextPage}}}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}fragment OrganisationLink on Organisation{id name shortName address}"
};

export const EventsDocument: Document<EventsQuery, EventsQueryVariables> = {
  "name": "Events",
  "hash": "68f5849614328992834826ea9a688233256a3a51166d255d765ffac0ba55da9a",
  "text": "query Events($locale:LocaleCode$first:Int=20$after:String){events(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const FormWordsDocument: Document<FormWordsQuery, FormWordsQueryVariables> = {
  "name": "FormWords",
  "hash": "1ffcd9425c375ffa0af8785d60a50217e19da391cb7fbec550725ccd15247a81",
  "text": "query FormWords($locale:LocaleCode){feedbackWording subscribeWording site{newsletterName newsletterRhythm notForForms responseTime}workStreams(locale:$locale first:100){nodes{id slug title}}}"
};

export const FrameDocument: Document<FrameQuery, FrameQueryVariables> = {
  "name": "Frame",
  "hash": "2b59f08e3899c36807e6a4f8e95b817c990725476275ad9f22203d0eb3656713",
  "text": "query Frame($locale:LocaleCode){site{name organisation demonstration contactName contactEmail contactPhone contactHours responseTime notForForms newsletterName newsletterRhythm searchExamples helpQuestion helpSummary socialChannels{id platform handle address}look{theme typeface showName favicon footerText footerLinks{text url}logo{url alt width height}colours{name light dark}}}programme{name shortName state successor record{current sentence}words{key singular plural}}locales{code tag name isDefault home{path}}helpAtOnce{words text signpost{telephoneLink}}homePage(locale:$locale){...MenuEntry children(where:{showInMenus:{eq:true}}first:50){nodes{...MenuEntry children(where:{showInMenus:{eq:true}}first:20){nodes{...MenuEntry}}}}}}fragment MenuEntry on Page{id title path}"
};

export const GiveFeedbackDocument: Document<GiveFeedbackMutation, GiveFeedbackMutationVariables> = {
  "name": "GiveFeedback",
  "hash": "cfdc853c64855e1afd093b602d27c4ec418301a1247b0870ea43f73c73daaacb",
  "text": "mutation GiveFeedback($input:FeedbackInput!){submitFeedback(input:$input){number userErrors{field code message}}}"
};

export const GlossaryDocument: Document<GlossaryQuery, GlossaryQueryVariables> = {
  "name": "Glossary",
  "hash": "8e7842d5af5f4b512627fe45fd6287423993dbe6f01628d14fb0cb0f81504e08",
  "text": "query Glossary($first:Int=100$after:String){glossaryTerms(first:$first after:$after){totalCount nodes{id name slug longForm description}pageInfo{...NextPage}}}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const GroupsDocument: Document<GroupsQuery, GroupsQueryVariables> = {
  "name": "Groups",
  "hash": "c951df66142921b5455126f2c964b60c74c7c5cd1b9ee6bff93a18c354e9a298",
  "text": "query Groups($locale:LocaleCode$first:Int=20$after:String){groups(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const HelpDocument: Document<HelpQuery, HelpQueryVariables> = {
  "name": "Help",
  "hash": "3daf222ae2ea0b89b58df223c507092ce2ad92a4050d6eb21ef64534808be922",
  "text": "query Help{site{helpQuestion helpSummary}helpGroups{key name heading banner}signposts{...SignpostParts}}fragment SignpostParts on Signpost{id name description address chatAddress telephone telephoneLink textNumber textKeyword textLink email gaelic hours urgent audienceKeys}"
};

export const HomeDocument: Document<HomeQuery, HomeQueryVariables> = {
  "name": "Home",
  "hash": "031fe59ef4afead823c743c693f307641fa5f00fcf6349349dc1a813bc17225d",
  "text": "query Home($locale:LocaleCode$now:DateTime!){workStreams(locale:$locale first:50){nodes{...Part state}}news(locale:$locale first:3){nodes{...NewsCard}}events(locale:$locale first:3 where:{end:{from:$now}}orderBy:[START_ASC]){nodes{...Card}}progress{asOf totals{...Figures}}}fragment Card on Page{...Link summary facts}fragment CardImage on HubImage{picture(preset:CARD){...PictureParts}}fragment Figures on ProgressTotals{total complete notRecorded counts{number status{...StatusParts}}}fragment Link on Page{__typename id title path}fragment NewsCard on NewsPage{...Part date kind{label}image{...CardImage}}fragment Part on Page{...Link summary}fragment PictureParts on Picture{alt blurDataUrl dominantColour fallback{url width height}sources{type srcset}}fragment StatusParts on Status{key label category}"
};

export const IssuesDocument: Document<IssuesQuery, IssuesQueryVariables> = {
  "name": "Issues",
  "hash": "8491132d103271013a5fa0f2a83156e3405e918a26478db0c9da5afd5bf1ae1a",
  "text": "query Issues($locale:LocaleCode$first:Int=20$after:String){issues(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const KeyMessagesDocument: Document<KeyMessagesQuery, KeyMessagesQueryVariables> = {
  "name": "KeyMessages",
  "hash": "c9248b58cc98b267ebbf49ae1d701c1d1aeb84766e2e7656eb6eab75baa8be59",
  "text": "query KeyMessages($locale:LocaleCode$first:Int=20$after:String){keyMessages(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const MeetingsDocument: Document<MeetingsQuery, MeetingsQueryVariables> = {
  "name": "Meetings",
  "hash": "528dadec8f2f12bb8e958eab3f2caf2df2210867cef91d8f6a072af9bc134651",
  "text": "query Meetings($locale:LocaleCode$first:Int=20$after:String){meetings(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const NewsDocument: Document<NewsQuery, NewsQueryVariables> = {
  "name": "News",
  "hash": "9949176152168e11b57eea5b4bbf310f2376fc6416621d95b6a13b5387593fa2",
  "text": "query News($locale:LocaleCode$first:Int=20$after:String){news(locale:$locale first:$first after:$after){totalCount nodes{...NewsCard}pageInfo{...NextPage}}}fragment CardImage on HubImage{picture(preset:CARD){...PictureParts}}fragment Link on Page{__typename id title path}fragment NewsCard on NewsPage{...Part date kind{label}image{...CardImage}}fragment NextPage on PageInfo{hasNextPage endCursor}fragment Part on Page{...Link summary}fragment PictureParts on Picture{alt blurDataUrl dominantColour fallback{url width height}sources{type srcset}}"
};

export const PeopleDocument: Document<PeopleQuery, PeopleQueryVariables> = {
  "name": "People",
  "hash": "516e17455e39b493bbb169101ee45184951c96df575fb5bed27ab5b875219695",
  "text": "query People($locale:LocaleCode$first:Int=50$after:String){teamProfiles(locale:$locale first:$first after:$after){totalCount nodes{...Link postTitle leftOn leftOnPrecision photo{...CardImage}duties(first:10){nodes{id title kind{label}workStream{...Link}policyArea{name}}}}pageInfo{...NextPage}}}fragment CardImage on HubImage{picture(preset:CARD){...PictureParts}}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}fragment PictureParts on Picture{alt blurDataUrl dominantColour fallback{url width height}sources{type srcset}}"
};

export const ProgressDocument: Document<ProgressQuery, ProgressQueryVariables> = {
  "name": "Progress",
  "hash": "d71ed12f247dc5b57ef1c81acc1d2efdb770af7238fbb404520192603f5e9daf",
  "text": "query Progress{progress{asOf totals{...Figures}byStream{kind{key label}workStream{...Link}totals{...Figures}}series{date datePrecision totals{total complete}}}programme{phases{...PhaseParts}}}fragment Figures on ProgressTotals{total complete notRecorded counts{number status{...StatusParts}}}fragment Link on Page{__typename id title path}fragment PhaseParts on Phase{id name objective start startPrecision end endPrecision isCurrent}fragment StatusParts on Status{key label category}"
};

export const PublicationsDocument: Document<PublicationsQuery, PublicationsQueryVariables> = {
  "name": "Publications",
  "hash": "1d4ada6c1f332ab353946aef5822533caaacd4b1eef480e9c089abfcc0e75cfd",
  "text": "query Publications($locale:LocaleCode$first:Int=20$after:String){publications(locale:$locale first:$first after:$after){totalCount nodes{...Card}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const RedirectsDocument: Document<RedirectsQuery, RedirectsQueryVariables> = {
  "name": "Redirects",
  "hash": "5068040c68fde81640bd3594239fde94f2f4bbdea336a267539cfff48a126e8d",
  "text": "query Redirects($after:String){redirects(first:100 after:$after){nodes{fromPath path url status}pageInfo{...NextPage}}}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const RouteDocument: Document<RouteQuery, RouteQueryVariables> = {
  "name": "Route",
  "hash": "08c9842e4ce39e8e9bb8771f217a68466c18deb257b4cb9190c74e1c9a533154",
  "text": "query Route($path:String!){route(path:$path){page{...WholePage}redirect{path url status}}}fragment Block on ProgrammeStreamBlock{__typename ...on CallOutBlock{id kind richText{html(links:RELATIVE)}}...on DocumentBlock{id title document{...FileLink}}...on EmbedBlock{id title url description}...on HeadingBlock{id level text anchor}...on ImageBlock{id caption image{...ContentImage}}...on KeyMessageBlock{id message{...Part}}...on PageLinksBlock{id title pages{...Link}}...on ProgressTableBlock{id title workStream{...Link slug}}...on QuoteBlock{id quote speaker}...on RichTextBlock{id richText{html(links:RELATIVE)}}...on TableBlock{id caption table{headings rows{cells{text number richText{html(links:RELATIVE)}}}}}}fragment Card on Page{...Link summary facts}fragment CardImage on HubImage{picture(preset:CARD){...PictureParts}}fragment CommitmentPageParts on CommitmentPage{number kind{key label}text{html(links:RELATIVE)}textStatus status{...StatusParts}statusDate statusDatePrecision due dueDate acceptedOn acceptedSource acceptedLink sourcePage source{...Link}theme{...Term}areas(first:20){nodes{...Term}}responsibleBody{...OrganisationLink}workStream{...Link}progressEntries{id date datePrecision note correctedOn evidenceLink corrects{id date datePrecision}status{...StatusParts}evidencePage{...Link}evidenceDocument{...FileLink}}news(first:10){nodes{...Part}}outsideRecords(first:20){nodes{...RecordOfOthers}}}fragment CommitmentRow on CommitmentPage{...Link number kind{key label}status{...StatusParts}statusDate statusDatePrecision}fragment ContentImage on HubImage{credit picture(preset:CONTENT){...PictureParts}}fragment DocumentCollectionPageParts on DocumentCollectionPage{body{...Block}items{id heading title text address addedOn target{...Part}record{...RecordOfOthers}}workStreams(first:20){nodes{...Link}}phases(first:10){nodes{id name}}}fragment DutyParts on Duty{id title kind{label}start startPrecision end endPrecision profile{...Link}policyArea{name}workStream{...Link}}fragment EventPageParts on EventPage{start startPrecision end endPrecision place onlineAddress kind{label}host{...OrganisationLink}body{...Block}outcome{...Block}materials{id title document{...FileLink}}audiences(first:20){nodes{...Term}}workStreams(first:20){nodes{...Link}}keyMessages(first:20){nodes{...Link}}}fragment FileLink on HubDocument{title url fileType fileSize pageCount accessible language}fragment GroupPageParts on GroupPage{slug chair frequency startedOn startedOnPrecision closedOn closedOnPrecision closingReason remit{...Block}parentGroup{...Link}members{...MembershipParts}subGroups(first:20){nodes{...Link}}meetings(first:50 orderBy:[DATE_DESC]){nodes{...Card}}}fragment Head on Page{...Link url summary seoTitle searchDescription updatedOn updatedOnPrecision locale{code tag}headings{anchor level text}ancestors(first:10){nodes{...Link}}translations{path url locale{tag name}}sources{id title publisher supports address date datePrecision}seo{canonical title description noindex jsonLd openGraph{type siteName locale title description url image{url width height alt}}}}fragment HomePageParts on HomePage{vision{html(links:RELATIVE)}principles{id anchor title text}agreedWording{...Wording}featured{id text target{...Part}}}fragment IndexPageParts on Page{__typename ...on DocumentCollectionIndexPage{introduction}...on EventIndexPage{introduction}...on GlossaryPage{introduction}...on GroupIndexPage{introduction}...on IssueIndexPage{introduction}...on KeyMessageIndexPage{introduction}...on NewsIndexPage{introduction}...on PublicationIndexPage{introduction}...on TeamIndexPage{introduction listAsAt listAsAtPrecision}...on WorkStreamIndexPage{introduction}...on YouSaidWeDidPage{introduction entries(first:20){...SaidAndDone}}}fragment IssueBlock on IssueStreamBlock{__typename ...on HeadingBlock{id level text anchor}...on IssueSectionBlock{id heading items{id text page{...Part}}}...on PageLinksBlock{id title pages{...Link}}...on RichTextBlock{id richText{html(links:RELATIVE)}}}fragment IssuePageParts on IssuePage{number part date author subject preheader opening{html(links:RELATIVE)}sections{...IssueBlock}archived{sha256 startedAt}}fragment KeyMessagePageParts on KeyMessagePage{socialText agreedWording{...Wording}body{...Block}workStreams(first:20){nodes{...Link}}carriedPrinciples(first:20){nodes{id title anchor}}phases(first:10){nodes{id name}}news(first:5){nodes{...Link}}events(first:5){nodes{...Link}}outsideRecords(first:20){nodes{...RecordOfOthers}}}fragment Link on Page{__typename id title path}fragment MeetingPageParts on MeetingPage{date datePrecision startsAt endsAt place meetingState minutesAddress amendmentNote attendanceComplete group{...Link}agenda{...Block}minutes{...Block}attendance{id name role onBehalfOf kind{label}organisation{...OrganisationLink}}papers{id title document{...FileLink}}actions{id number text owner state dueDate closedOn}}fragment MembershipParts on Membership{id name role isChair start startPrecision end endPrecision organisation{...OrganisationLink}profile{...Link}group{...Link}}fragment NewsPageParts on NewsPage{date author socialText kind{label}image{...ContentImage}body{...Block}workStreams(first:20){nodes{...Link}}keyMessages(first:20){nodes{...Link}}commitments(first:20){nodes{...Link}}topics(first:20){nodes{...Term}}phases(first:10){nodes{id name}}}fragment NextPage on PageInfo{hasNextPage endCursor}fragment OrganisationLink on Organisation{id name shortName address}fragment Part on Page{...Link summary}fragment PictureParts on Picture{alt blurDataUrl dominantColour fallback{url width height}sources{type srcset}}fragment ProgressPageParts on ProgressPage{body{...Block}}fragment PublicationPageParts on PublicationPage{date datePrecision isbn citation officialAddress kind{label}publisher{...OrganisationLink}attachments{id title document{...FileLink}}body{...Block}workStreams(first:20){nodes{...Link}}commitments(first:20){nodes{...Link}}outsideRecords(first:20){nodes{...RecordOfOthers}}topics(first:20){nodes{...Term}}phases(first:10){nodes{id name}}}fragment RecordOfOthers on OutsideRecord{id name address publisher jurisdiction description date datePrecision kind{label}}fragment SaidAndDone on YouSaidEntryConnection{nodes{id date said did workStream{...Link}target{...Link}}pageInfo{...NextPage}}fragment StandardPageParts on StandardPage{offersHiding body{...Block}children(first:50){nodes{...Part}}}fragment StatusParts on Status{key label category}fragment TeamProfilePageParts on TeamProfilePage{givenName familyName postTitle asAt asAtPrecision leftOn leftOnPrecision photo{...CardImage}biography{html(links:RELATIVE)}duties(first:20){nodes{...DutyParts}}memberships(first:20){nodes{...MembershipParts}}}fragment Term on Snippet{id name slug}fragment WholePage on Page{...Head ...HomePageParts ...StandardPageParts ...NewsPageParts ...PublicationPageParts ...EventPageParts ...CommitmentPageParts ...WorkStreamPageParts ...KeyMessagePageParts ...DocumentCollectionPageParts ...GroupPageParts ...MeetingPageParts ...TeamProfilePageParts ...IssuePageParts ...ProgressPageParts ...IndexPageParts}fragment Wording on AgreedWording{text source sourceAddress approvedBy since sincePrecision statements{anchor text quotation}}fragment WorkStreamPageParts on WorkStreamPage{slug state offersHiding otherNames origin{label}background{...Block}leads(first:10){nodes{...DutyParts}}duties(first:30){nodes{...DutyParts}}commitments(first:50){totalCount nodes{...CommitmentRow}}keyMessages(first:10){nodes{...Part}}news(first:5){totalCount nodes{...Card}}publications(first:10){nodes{...Card}}events(first:10){nodes{...Card}}collections(first:10){nodes{...Part}}relatedStreams(first:10){nodes{...Link}}outsideRecords(first:20){nodes{...RecordOfOthers}}}"
};

export const SearchDocument: Document<SearchQuery, SearchQueryVariables> = {
  "name": "Search",
  "hash": "3f5a8180adedf6d88332c90a7d52fe088a25fa935736a90d27498b6808a82e7b",
  "text": "query Search($words:String!$where:SearchWhere$order:SearchOrder=RELEVANCE$exact:Boolean=false$locale:LocaleCode$after:String){search(query:$words where:$where orderBy:$order exact:$exact locale:$locale first:10 after:$after){totalCount searchedFor corrected suggestion relaxed missing useful help{...HelpParts}promoted{...Result}nodes{...Result}facets{name label values{value label count chosen}}pageInfo{...NextPage}}}fragment FileLink on HubDocument{title url fileType fileSize pageCount accessible language}fragment HelpParts on SearchHelp{place kind urgency sentence url path signposts{...SignpostParts}}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}fragment Result on SearchResult{typeLabel facts title{html}excerpt{html}page{...Link}status{...StatusParts}document{...FileLink}}fragment SignpostParts on Signpost{id name description address chatAddress telephone telephoneLink textNumber textKeyword textLink email gaelic hours urgent audienceKeys}fragment StatusParts on Status{key label category}"
};

export const SubscribeDocument: Document<SubscribeMutation, SubscribeMutationVariables> = {
  "name": "Subscribe",
  "hash": "f0dd283e88a1ecb85e96dd951e65cd11be976fb9e0fa667f023fbe2ac3f93f2e",
  "text": "mutation Subscribe($input:SubscribeInput!){subscribe(input:$input){message userErrors{field code message}}}"
};

export const SuggestDocument: Document<SuggestQuery, SuggestQueryVariables> = {
  "name": "Suggest",
  "hash": "13a2b1ae79208df527a54edfd505da03eb64e9b720e1d588534a5e1cebef6ac4",
  "text": "query Suggest($prefix:String!$locale:LocaleCode){suggest(prefix:$prefix locale:$locale first:6){text typeLabel page{path}help{path sentence}}}"
};

export const WhereDocument: Document<WhereQuery, WhereQueryVariables> = {
  "name": "Where",
  "hash": "7076d9b5dc47578cc5c459c0d58ec6471e50081ab1218bd0b28fbcb772dec8db",
  "text": "query Where($path:String!){route(path:$path){page{path}redirect{path url status}}}"
};

export const WorkStreamsDocument: Document<WorkStreamsQuery, WorkStreamsQueryVariables> = {
  "name": "WorkStreams",
  "hash": "0ef1d7b402a23fa58eef0a75e8741705745a895117a91ecdbfea31db607ae9cd",
  "text": "query WorkStreams($locale:LocaleCode$first:Int=100$after:String){workStreams(locale:$locale first:$first after:$after){totalCount nodes{...Card state}pageInfo{...NextPage}}}fragment Card on Page{...Link summary facts}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}"
};

export const YouSaidDocument: Document<YouSaidQuery, YouSaidQueryVariables> = {
  "name": "YouSaid",
  "hash": "b61cec7c82ae8148aaf188e5cf579c4efef7b02474c4c210d7fd3a5106d29a14",
  "text": "query YouSaid($locale:LocaleCode$first:Int=20$after:String){youSaidWeDidPage(locale:$locale){entries(first:$first after:$after){...SaidAndDone}}}fragment Link on Page{__typename id title path}fragment NextPage on PageInfo{hasNextPage endCursor}fragment SaidAndDone on YouSaidEntryConnection{nodes{id date said did workStream{...Link}target{...Link}}pageInfo{...NextPage}}"
};
