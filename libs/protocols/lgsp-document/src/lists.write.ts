import { sha256, type Fee, type OtherPaper, type Paper, type Supplement } from '#canonical';
import { cut } from '#protocols';
import { writeDate } from './date.write.ts';
import type { WireAttachment, WireFee, WirePaper, WireSupplement } from './lgsp-document.wire.ts';

const PAPER_NAME = 4_000;

/** A fee. */
export function writeFee({ name, amount }: Fee, feeType: number): WireFee {
  return { FeeName: name ?? '', FeeType: feeType, Price: amount ?? 0 };
}

/** A paper by name and number. The wire's integers cannot be empty; 0 is what is not said. */
export function writePaper({ name, quantity, kind }: OtherPaper): WirePaper {
  return { PaperName: cut(name, PAPER_NAME), Amount: quantity ?? 0, PaperType: kind ?? 0 };
}

/** A request for supplements. Of the files that answered it this dialect takes the names alone, each as one paper. */
export function writeSupplement(supplement: Supplement, feeType: number): WireSupplement {
  const papers = (supplement.papers ?? []).filter(({ deleted }) => deleted !== true);
  return {
    SupplementaryId: supplement.id ?? 0,
    SendUser: supplement.requestedBy ?? '',
    SendComment: supplement.content ?? '',
    SendDate: writeDate(supplement.requestedAt),
    ReceivedUser: supplement.receivedBy ?? '',
    ReceivedComment: supplement.receivedNote ?? '',
    ReceivedDate: writeDate(supplement.receivedAt),
    IsReceived: supplement.completed ?? false,
    Papers: papers.map(({ name }) => writePaper({ name: name ?? '', quantity: 1 })),
    Fees: (supplement.fees ?? []).map((fee) => writeFee(fee, feeType)),
    OldDateAppointed: writeDate(supplement.dueBefore),
    NewDateAppointed: writeDate(supplement.dueAfter),
  };
}

/** The files by name, without their content: nothing is ever fetched. Those that were taken out come last, as deleted. */
export function writeAttachments(
  papers: readonly Paper[],
  removed: readonly Paper[],
  key: 'Attachmentld' | 'AttachmentId',
): WireAttachment[] {
  return [...papers, ...removed.map((paper) => ({ ...paper, deleted: true }))].map((paper) => ({
    [key]: integerId(paper),
    AttachmentName: cut(paper.name, PAPER_NAME),
    IsDeleted: paper.deleted ?? false,
    Base64: '',
    IsVerified: false,
  }));
}

const BITS_31 = 0x7fff_ffff;

/** The wire wants an integer. A file whose identifier is none always gets the same one, made from it. */
function integerId({ fileId, name, url }: Paper): number {
  const given = Number(fileId ?? NaN);
  if (Number.isInteger(given) && given >= 0 && given <= BITS_31) return given;
  return parseInt(sha256(fileId ?? url ?? name ?? '').slice(0, 8), 16) & BITS_31;
}
